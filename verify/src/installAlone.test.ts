import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeAuditExport } from './testing/makeAuditExport.js';

const packageDirectory = fileURLToPath(new URL('..', import.meta.url));
const vectors = fileURLToPath(new URL('../../docs/receipts/vectors', import.meta.url));
const restores = fileURLToPath(new URL('../../docs/receipts/restores', import.meta.url));
const index = JSON.parse(await readFile(join(vectors, 'index.json'), 'utf8'));
const keys = join(vectors, index.keys);
const { version } = JSON.parse(await readFile(join(packageDirectory, 'package.json'), 'utf8'));
const tarballName = `deskplane-verify-${version}.tgz`;

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Everything is in here: the programs, npm's cache and settings, the tarball, and the folder of the auditor. */
let directory: string;
let tarball: string;
let auditor: string;

/** Runs a program on a machine that has Node.js and npm and nothing else: no network, no cache, no shell of ours. */
function run(
  program: string,
  words: readonly string[],
  { cwd = auditor, lang = 'C.UTF-8' } = {},
): Promise<Ended> {
  const env = {
    PATH: join(directory, 'programs'),
    HOME: directory,
    LANG: lang,
    npm_config_cache: join(directory, 'cache'),
    npm_config_offline: 'true',
  };
  return new Promise((resolve, reject) => {
    execFile(join(directory, 'programs', program), words, { cwd, env }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, stdout, stderr });
      else reject(error ?? new Error('no exit code'));
    });
  });
}

/** The command as it was installed; npx is tried apart, as it takes half a second each time. */
const verify = (...words: string[]) => run('node', ['node_modules/.bin/deskplane-verify', ...words]);

async function find(program: string): Promise<string> {
  for (const place of (process.env['PATH'] ?? '').split(delimiter)) {
    const found = await realpath(join(place, program)).catch(() => undefined);
    if (found !== undefined) return found;
  }
  throw new Error(`There is no ${program} in the PATH.`);
}

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'deskplane-alone-'));
  auditor = join(directory, 'auditor');
  for (const name of ['programs', 'auditor']) await mkdir(join(directory, name));
  await symlink(process.execPath, join(directory, 'programs/node'));
  // npm runs what it runs through sh.
  for (const program of ['npm', 'npx', 'sh'])
    await symlink(await find(program), join(directory, 'programs', program));
  const packed = await run('npm', ['pack', '--silent', '--pack-destination', directory], {
    cwd: packageDirectory,
  });
  assert.equal(packed.code, 0, packed.stderr);
  tarball = join(directory, tarballName);
  const installed = await run('npm', ['install', '--prefix', auditor, '--ignore-scripts', tarball]);
  assert.equal(installed.code, 0, installed.stderr);
});
after(() => rm(directory, { recursive: true, force: true }));

describe('the verifier, installed alone', () => {
  it('is small, and holds nothing but its compiled sources, their types, what it is and its licence', async () => {
    assert.ok((await stat(tarball)).size < 200_000);
    const sources = (await readdir(join(packageDirectory, 'src'), { recursive: true }))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('testing/'))
      .flatMap((name) => ['.js', '.d.ts'].map((ending) => `dist/${name.replace(/\.ts$/, ending)}`));
    const root = join(auditor, 'node_modules/@deskplane/verify');
    const held = await readdir(root, { recursive: true, withFileTypes: true });
    const files = held
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
    assert.deepEqual(new Set(files), new Set(['LICENSE', 'README.md', 'package.json', ...sources]));
    const licence = await readFile(join(packageDirectory, '../LICENSE'), 'utf8');
    assert.equal(await readFile(join(root, 'LICENSE'), 'utf8'), licence);
    assert.deepEqual((await readdir(join(auditor, 'node_modules'))).toSorted(), [
      '.bin',
      '.package-lock.json',
      '@deskplane',
    ]);
  });

  for (const { file, ...expected } of index.vectors) {
    it(`finds ${file} ${expected.valid === true ? 'valid' : `not valid: ${expected.reason}`}`, async () => {
      const { code, stdout, stderr } = await verify('receipt', join(vectors, file), '--keys', keys);
      assert.equal(code, expected.valid === true ? 0 : 1, stderr);
      if (expected.valid === true) {
        assert.ok(stdout.startsWith(`Engine: ${expected.engine}.`), stdout);
        assert.match(stdout, /^The receipt is valid: /m);
      } else {
        assert.ok(stderr.includes(expected.reason), stderr);
        assert.match(stderr, /^✗ .+\ndeskplane-verify: the receipt is not valid: /m);
      }
    });
  }

  it('finds receipts of restores valid, and refuses one that was changed', async () => {
    const check = (name: string) =>
      verify('receipt', join(restores, `${name}.json`), '--keys', join(restores, 'keys.json'));
    for (const name of ['local', 'failed', 'simulated']) {
      const { code, stdout, stderr } = await check(name);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^The receipt of the restore to snapshot \S+ is valid\.$/m);
      assert.equal(stdout.includes('SIMULATED'), name === 'simulated');
    }
    for (const [name, problem] of [
      ['changed-outcome', /the receipt was changed \(\S+: bad-signature\)/],
      ['of-nothing', /\(volume_id is not text\)/],
    ] as const) {
      const { code, stderr } = await check(name);
      assert.equal(code, 1);
      assert.match(stderr, problem);
    }
  });

  it('runs by npx, from the folder it is in and from the tarball', async () => {
    const local = ['deskplane-verify', 'receipt', join(vectors, 'local.json'), '--keys', keys];
    const here = await run('npx', local);
    assert.equal(here.code, 0, here.stderr);
    assert.match(here.stdout, /^Engine: local\.\nThe receipt is valid: desktop \S+ is deleted\.$/m);
    const changed = ['--yes', `./${tarballName}`, 'receipt', join(vectors, 'changed-receipt.json')];
    const fresh = await run('npx', changed, { cwd: directory });
    assert.equal(fresh.code, 1, fresh.stderr);
    assert.match(fresh.stderr, /deskplane-verify: the receipt is not valid: /);
  });

  it('checks an export of audit events, and finds the one that was changed', async () => {
    const file = makeAuditExport();
    const path = join(directory, 'events.jsonl');
    await writeFile(path, file);
    const good = await verify('audit', path);
    assert.equal(good.code, 0, good.stderr);
    assert.match(good.stdout, /^Valid: 1 audit events in entries 0 to 0 of a log of 1 /);
    assert.match(
      good.stderr,
      /✓ every audit event is unchanged since it was sealed\n[\s\S]*The keys come from/,
    );
    await writeFile(path, file.replace('deleteDesktop', 'updateDesktop'));
    const bad = await verify('audit', path);
    assert.equal(bad.code, 1);
    assert.match(bad.stderr, /✗ an audit event was changed after it was sealed/);
  });

  it('says what is wrong with how it was called, in English and Chinese, and ends with 2', async () => {
    const file = join(vectors, 'local.json');
    for (const [words, problem] of [
      [[], /say what to verify: receipt or audit\nSee: deskplane-verify --help/],
      [['mail'], /unknown command 'mail'/],
      [['receipt'], /no FILE was given/],
      [['receipt', file, file], /only one FILE/],
      [['receipt', file, '--keys'], /option '--keys' needs a value/],
      [['receipt', file, '--keys', '--json'], /option '--keys' needs a value/],
      [['receipt', file, '--keys', keys, '--keys', keys], /--keys takes one value but was given twice/],
      [['receipt', file, '--key', keys], /unknown option '--key'/],
      [['receipt', file, '--json=yes'], /option '--json' takes no value/],
      [['receipt', 'nothing.json'], /cannot read nothing\.json: it does not exist/],
      [['receipt', file, '--keys', join(vectors, 'index.json')], /index\.json is not a key set/],
      [['receipt', file, '--head', keys], /keys\.json is not a head of the log/],
    ] as const) {
      const { code, stdout, stderr } = await verify(...words);
      assert.equal(code, 2, stderr);
      assert.match(stdout + stderr, problem);
    }
    const bin = 'node_modules/.bin/deskplane-verify';
    const chinese = await run('node', [bin, 'receipt', file, '--keys', keys], { lang: 'zh_CN.UTF-8' });
    assert.match(chinese.stdout, /^引擎：local。\n回执有效：桌面 /);
    const wrong = await run('node', [bin, 'receipt'], { lang: 'zh_CN.UTF-8' });
    assert.match(wrong.stderr, /^deskplane-verify: 未指定 FILE\n/);
  });

  it('gives JSON to programs', async () => {
    const found = async (name: string) => {
      const { code, stdout } = await verify('receipt', join(vectors, name), '--json');
      return { code, ...JSON.parse(stdout) };
    };
    const good = await found('local.json');
    assert.deepEqual([good.code, good.valid, good.engine, good.simulated], [0, true, 'local', false]);
    const bad = await found('changed-head.json');
    assert.deepEqual([bad.code, bad.valid, bad.failed], [1, false, 'head']);
    const { code, error } = await found('nothing.json');
    assert.deepEqual([code, error.kind, error.exit_code], [2, 'usage', 2]);
  });

  it('explains itself, and names its version', async () => {
    const help = await verify('--help');
    assert.equal(help.code, 0);
    for (const part of ['receipt FILE [--keys FILE]', 'audit FILE', '--json', 'Exit codes:'])
      assert.ok(help.stdout.includes(part), part);
    assert.ok(help.stdout.split('\n').every((line) => line.length <= 80));
    assert.equal((await verify('--version')).stdout, `${version}\n`);
  });
});
