import assert from 'node:assert/strict';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ownCommands } from '@deskplane/server/system/ownCommand.js';
import { inEnglish } from './messages/en.js';
import { inChinese } from './messages/zh.js';
import { run } from './testing/runDeskplane.js';

const clone = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');
const program = join(clone, 'deskplane');

describe('the program ./deskplane of a clone', () => {
  let elsewhere: string;
  before(async () => {
    elsewhere = await mkdtemp(join(tmpdir(), 'deskplane-else-'));
    await mkdir(join(elsewhere, 'bin'));
    await symlink(program, join(elsewhere, 'bin', 'deskplane'));
  });
  after(() => rm(elsewhere, { recursive: true, force: true }));

  it('runs from any directory, by its path and through links, and hints at what works there', async () => {
    const { PATH = '' } = process.env;
    const ways: { typed: string; cwd: string; path?: string; hint: string }[] = [
      { typed: './deskplane', cwd: clone, hint: './deskplane' },
      { typed: '../deskplane', cwd: join(clone, 'cli'), hint: '../deskplane' },
      { typed: program, cwd: elsewhere, hint: program },
      { typed: './bin/deskplane', cwd: elsewhere, hint: program },
      { typed: 'deskplane', cwd: elsewhere, path: `${elsewhere}/bin:${PATH}`, hint: 'deskplane' },
    ];
    for (const { typed, cwd, path = PATH, hint } of ways) {
      const inShell = (line: string) => run('/bin/sh', ['-c', line], { cwd, environment: { PATH: path } });
      const wrong = await inShell(`${typed} frob`);
      assert.equal(wrong.code, 2, wrong.stderr);
      assert.match(wrong.stderr, /unknown command 'frob'/);
      const hinted = /^See: (.+)$/m.exec(wrong.stderr)?.[1] ?? '';
      assert.equal(hinted, `${hint} --help`);
      const tried = await inShell(hinted);
      assert.equal(tried.code, 0, tried.stderr);
      assert.match(tried.stdout, /^Usage: deskplane/);
    }
  });

  it('runs from a directory that was deleted, too', async () => {
    const { PATH = '' } = process.env;
    const inGone = (typed: string) => {
      const line = `mkdir '${elsewhere}/gone' && cd '${elsewhere}/gone' && rmdir '${elsewhere}/gone' && ${typed}`;
      return run('/bin/sh', ['-c', line], { environment: { PATH } });
    };
    assert.match((await inGone(`'${program}' --help`)).stdout, /^Usage: deskplane/);
    for (const [words, code] of [
      ['desktop list --credentials x.json', 4],
      ['backup x.dump --frob', 2],
      ['receipt verify x.json', 2],
      ['image build x y --credentials x.json', 4],
      ['__names desktops', 0],
    ] as const) {
      const { code: ended, stdout, stderr } = await inGone(`'${program}' ${words}`);
      assert.equal(ended, code, `${words}: ${stdout}${stderr}`);
      assert.doesNotMatch(stderr, /uv_cwd|^ {4}at |unexpected/m, words);
    }
  });

  it('is not taken for another program of that name, nor for what npm puts on the path for a while', async () => {
    const foreign = join(elsewhere, 'foreign');
    const ofNpm = join(elsewhere, 'node_modules', '.bin');
    await mkdir(foreign);
    await mkdir(ofNpm, { recursive: true });
    await writeFile(join(foreign, 'deskplane'), '#!/bin/sh\n');
    await chmod(join(foreign, 'deskplane'), 0o755);
    await symlink(program, join(ofNpm, 'deskplane'));
    const command = (searchPath: string) => ownCommands({ cloneDir: clone, cwd: '/', searchPath }).deskplane;
    assert.equal(command(`${foreign}:${elsewhere}/bin`), program);
    assert.equal(command(`${elsewhere}/bin:${foreign}`), 'deskplane');
    assert.equal(command(ofNpm), program);
  });

  it('quotes what a shell would take apart', () => {
    const { deskplane, start } = ownCommands({ cloneDir: "/home/a b/it's", cwd: '/', searchPath: '' });
    assert.equal(deskplane, `'/home/a b/it'\\''s/deskplane'`);
    assert.equal(start, `npm --prefix '/home/a b/it'\\''s' start`);
  });

  it('says how to build it where it is not built, or its packages are gone', async () => {
    const copy = join(elsewhere, 'copy');
    for (const file of ['deskplane', 'package.json', 'cli/bin/deskplane.mjs', 'cli/package.json']) {
      await mkdir(dirname(join(copy, file)), { recursive: true });
      await cp(join(clone, file), join(copy, file));
    }
    const here = await run('/bin/sh', ['-c', './deskplane status'], { cwd: copy });
    assert.equal(here.code, 1);
    assert.match(here.stderr, /not built yet\. .*: npm start\n$/);
    const bare = await run('/bin/sh', ['-c', './deskplane run -- true'], { cwd: copy });
    assert.equal(bare.code, 125);
    assert.match(bare.stderr, /not built yet\. Build it with: npm ci && npm run build\n$/);
    const unheard = await run('/bin/sh', ['-c', './deskplane run -- true >&-'], { cwd: copy });
    assert.deepEqual([unheard.code, /standard output is closed/.test(unheard.stderr)], [125, true]);
    await mkdir(join(copy, 'node_modules'));
    const runs = await run(join(copy, 'deskplane'), ['run', '--', 'true']);
    assert.equal(runs.code, 125);
    assert.equal(runs.stderr, `deskplane: not built yet. Build it with: npm --prefix ${copy} run build\n`);
    await mkdir(join(copy, 'cli', 'dist'));
    await writeFile(join(copy, 'cli', 'dist', 'main.js'), `import 'commander';\n`);
    const away = await run(join(copy, 'deskplane'), ['status'], { environment: { LANG: 'zh_CN.UTF-8' } });
    assert.equal(away.code, 1);
    assert.equal(away.stderr, `deskplane：尚未构建。构建并启动服务：npm --prefix ${copy} start\n`);
    const gone = await run('/bin/sh', ['-c', './deskplane run -- true'], { cwd: copy });
    assert.deepEqual(
      [gone.code, /with: npm ci && npm run build$/m.test(gone.stderr)],
      [125, true],
      gone.stderr,
    );
  });
});

describe('what the command and the documents say to type', () => {
  it('never is npx with a name, which would ask a public registry for it outside of the clone', async () => {
    const own = { deskplane: '<own>', start: '<start>' };
    for (const messages of [inEnglish(own), inChinese(own)]) assert.doesNotMatch(textsIn(messages), /npx/);
    for (const name of ['README.md', 'SECURITY.md', 'CONTRIBUTING.md', ...documents()])
      assert.doesNotMatch(await readFile(join(clone, name), 'utf8'), /npx(?! (?:-y )?\.\/)/, name);
  });
});

/** Every text in a tree of messages; functions by their source. */
function textsIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'function') return value.toString();
  return Object.values(Object(value)).map(textsIn).join('\n');
}

function documents(): string[] {
  const names = [
    'command',
    'configuration',
    'deletion',
    'refusals',
    'audit',
    'api',
    'local-engine',
    'policies',
  ];
  return ['en', 'zh'].flatMap((language) => names.map((name) => `docs/${language}/${name}.md`));
}
