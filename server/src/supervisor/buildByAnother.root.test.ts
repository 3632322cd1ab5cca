import assert from 'node:assert/strict';
import { chmod, cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../system/runCommand.js';
import { isRoot } from '../system/systemUsers.js';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../testing/temporaryDirectory.js';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const nobody = { uid: 65_534, gid: 65_534 };

/** A clone with one source and one migration, whose packages are the compiler. */
describe('npm start by a user who may not write to the clone', () => {
  let temporary: TemporaryDirectory;
  let clone: string;
  const migration = () => join(clone, 'server/src/database/migrations/0001.sql');
  const source = () => join(clone, 'one.ts');

  before(async () => {
    temporary = await makeTemporaryDirectory();
    await chmod(temporary.path, 0o755);
    clone = join(temporary.path, 'clone');
    await mkdir(join(clone, 'server/src/database/migrations'), { recursive: true });
    await cp(join(project, 'scripts'), join(clone, 'scripts'), { recursive: true });
    // The compiler is a program for each platform.
    for (const name of ['typescript', '@typescript'])
      await cp(join(project, 'node_modules', name), join(clone, 'node_modules', name), { recursive: true });
    const compilerOptions = { composite: true, outDir: 'dist', types: [] };
    await writeFile(join(clone, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['one.ts'] }));
    await writeFile(source(), 'export const one = 1;\n');
    await writeFile(migration(), 'select 1;\n');
    assert.deepEqual(await build(undefined), [0, '']);
    await runCommand('chmod', ['-R', 'a-w,a+rX', clone]);
  });
  after(async () => {
    await runCommand('chmod', ['-R', 'u+w', clone]);
    await temporary.remove();
  });

  /** As `npm start` builds. */
  async function build(runAs: typeof nobody | undefined): Promise<[code: number, stderr: string]> {
    const script = `
      import { build } from ${JSON.stringify(join(clone, 'scripts/setup/build.mjs'))};
      await build(${JSON.stringify(clone)}, { tests: false }).catch((error) => {
        process.stderr.write(error.message);
        process.exit(1);
      });`;
    const { code, stderr } = await runCommand(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: clone,
      runAs,
      timeoutMs: 120_000,
    });
    return [code ?? -1, stderr];
  }

  const buildAsAnother = () => build(isRoot() ? nobody : undefined);

  /** A change by the owner. */
  async function change(path: string, text: string): Promise<void> {
    await chmod(path, 0o644);
    await writeFile(path, text);
  }

  const refused = /^Building failed: \S+ is not writable for this user\. Run this as the user .*\.$/;

  it('writes nothing where nothing changed, so that it can be started', async () => {
    assert.deepEqual(await buildAsAnother(), [0, '']);
  });

  it('says in a sentence what it cannot write, be it what is compiled or what is copied', async () => {
    await change(migration(), 'select 2;\n');
    const copied = await buildAsAnother();
    assert.equal(copied[0], 1);
    assert.match(copied[1], refused);
    await change(source(), 'export const one = 2;\n');
    const compiled = await buildAsAnother();
    assert.equal(compiled[0], 1);
    assert.match(compiled[1], refused);
  });
});
