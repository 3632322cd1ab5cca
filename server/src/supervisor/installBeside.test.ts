import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runCommand, runOrThrow } from '../system/runCommand.js';
import { useClone } from '../system/useClone.js';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../testing/temporaryDirectory.js';

const installer = fileURLToPath(new URL('../../../scripts/setup/install.mjs', import.meta.url));

describe('npm start and npm test beside a running service of the same clone', () => {
  let temporary: TemporaryDirectory;
  let clone: string;

  before(async () => {
    temporary = await makeTemporaryDirectory();
    clone = join(temporary.path, 'clone');
    // Like conformance/, it has no scripts of its own.
    await mkdir(clone, { recursive: true });
    await pack('kept', '1.0.0');
    await pack('kept', '2.0.0');
    await pack('extra', '1.0.0');
    await ask('1.0.0');
    await install('production');
  });
  after(() => temporary.remove());

  /** A package as a registry would hand it out, in a file. */
  async function pack(name: string, version: string): Promise<void> {
    const directory = join(temporary.path, `${name}-${version}`, 'package');
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'package.json'), JSON.stringify({ name, version }));
    await writeFile(join(directory, 'index.js'), `module.exports = '${version}';\n`);
    const file = join(temporary.path, `${name}-${version}.tgz`);
    await runOrThrow('tar', ['-czf', file, '-C', join(directory, '..'), 'package']);
  }

  /** What the clone asks for, with its lockfile. */
  async function ask(version: string): Promise<void> {
    const file = (name: string, wanted: string) => `file:../${name}-${wanted}.tgz`;
    const content = {
      name: 'clone',
      version: '1.0.0',
      private: true,
      dependencies: { kept: file('kept', version) },
      devDependencies: { extra: file('extra', '1.0.0') },
    };
    // Elsewhere, since npm would note in node_modules, too, what it has only written down.
    const elsewhere = await mkdtemp(join(temporary.path, 'lock-'));
    await writeFile(join(elsewhere, 'package.json'), JSON.stringify(content));
    await npm(['npm', 'install', '--package-lock-only', '--no-audit', '--no-fund'], { cwd: elsewhere });
    for (const name of ['package.json', 'package-lock.json'])
      await cp(join(elsewhere, name), join(clone, name));
  }

  /** As `npm start` (production) and `npm test` (development) install. */
  async function install(which: 'production' | 'development') {
    const development = which === 'development';
    const script = `
      import { install } from ${JSON.stringify(installer)};
      await install(${JSON.stringify(clone)}, { development: ${development} }).catch((error) => {
        process.stderr.write(error.message);
        process.exit(1);
      });`;
    return npm([process.execPath, '--input-type=module', '--eval', script], { mayFail: development });
  }

  async function npm([program = '', ...words]: readonly string[], { cwd = clone, mayFail = false } = {}) {
    const environment = {
      PATH: process.env['PATH'] ?? '',
      HOME: temporary.path,
      npm_config_offline: 'true',
      npm_config_cache: join(temporary.path, 'cache'),
      npm_config_update_notifier: 'false',
    };
    const result = await runCommand(program, words, { cwd, environment, timeoutMs: 120_000 });
    if (!mayFail) assert.equal(result.code, 0, result.stderr);
    return result;
  }

  const place = (name: string): string => join(clone, 'node_modules', name, 'index.js');
  const versionOf = async (name: string): Promise<string> => readFile(place(name), 'utf8');

  it('add what is missing and never take away what is there', async () => {
    const service = await useClone(clone);
    const file = await stat(place('kept'));
    const directory = await stat(join(clone, 'node_modules'));
    const result = await install('development');
    assert.equal(result.code, 0, result.stderr);
    assert.match(await versionOf('extra'), /1\.0\.0/);
    // The same file in the same directory: it was there all the time.
    assert.equal((await stat(place('kept'))).ino, file.ino);
    assert.equal((await stat(join(clone, 'node_modules'))).ino, directory.ino);
    await service.release();
  });

  it('install what a clone of before lacks: the link of a workspace that came since', async () => {
    const link = { 'node_modules/@clone/part': { resolved: 'part', link: true }, part: { version: '1.0.0' } };
    const older = join(temporary.path, 'older');
    await mkdir(join(older, 'node_modules'), { recursive: true });
    await writeFile(join(older, 'package-lock.json'), JSON.stringify({ packages: link }));
    const record = join(older, 'node_modules/.package-lock.json');
    const script = `
      import { isInstalled } from ${JSON.stringify(installer)};
      process.stdout.write(String(isInstalled(${JSON.stringify(older)}, { development: true })));`;
    for (const [packages, installed] of [
      [{}, 'false'],
      [link, 'true'],
    ] as const) {
      await writeFile(record, JSON.stringify({ packages }));
      assert.equal(
        (await npm([process.execPath, '--input-type=module', '--eval', script])).stdout,
        installed,
      );
    }
  });

  it('leave the packages of a test run alone when only those for running are asked for', async () => {
    await install('development');
    await runOrThrow('rm', ['-r', join(clone, 'node_modules/kept')]);
    await writeFile(
      join(clone, 'node_modules/.package-lock.json'),
      '{"packages":{"node_modules/extra":{"dev":true}}}',
    );
    await install('production');
    assert.match(await versionOf('kept'), /1\.0\.0/);
    assert.match(await versionOf('extra'), /1\.0\.0/);
  });

  it('refuse to replace a package while the service runs, say so, and do it afterwards', async () => {
    await install('development');
    await ask('2.0.0');
    const service = await useClone(clone);
    const refused = await install('development');
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /a service or a test run is using them\. Stop it first/);
    assert.match(await versionOf('kept'), /1\.0\.0/);
    await service.release();
    const done = await install('development');
    assert.equal(done.code, 0, done.stderr);
    assert.match(await versionOf('kept'), /2\.0\.0/);
  });
});
