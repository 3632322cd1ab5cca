import assert from 'node:assert/strict';
import { appendFile, cp, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runCommand } from '@deskplane/server/system/runCommand.js';
import { makeTemporaryDirectory } from '@deskplane/server/testing/temporaryDirectory.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

describe('the build of the console', () => {
  let temporary: { readonly path: string; remove(): Promise<void> };
  let folder: string;
  before(async () => {
    temporary = await makeTemporaryDirectory();
    folder = join(temporary.path, 'console');
    for (const name of ['index.html', 'package.json', 'src'])
      await cp(join(root, 'console', name), join(folder, name), { recursive: true });
    await symlink(join(root, 'node_modules'), join(temporary.path, 'node_modules'));
  });
  after(() => temporary?.remove());

  /** In a process of its own, as the supervisor does. @returns what it says */
  async function build(): Promise<string> {
    const script = `
      import { buildConsole } from ${JSON.stringify(join(root, 'scripts/console/buildConsole.mjs'))};
      console.log((await buildConsole(${JSON.stringify(folder)})).message);
      process.exit(0);`;
    const words = ['--input-type=module', '--eval', script];
    const result = await runCommand(process.execPath, words, { cwd: temporary.path, timeoutMs: 300_000 });
    assert.equal(result.code, 0, result.stderr);
    return result.stdout.trim();
  }

  const current = (): Promise<string> => readlink(join(folder, 'built/current'));

  it('makes a whole folder without fonts, lists its files, and does nothing when nothing changed', async () => {
    assert.match(await build(), /^Built the console in [\d.]+ s; its first load is \d+ kB\.$/);
    const name = await current();
    const files: string[] = JSON.parse(await readFile(join(folder, 'built', name, 'files.json'), 'utf8'));
    assert.ok(files.includes('index.html') && files.some((file) => file.endsWith('.js.br')));
    assert.deepEqual(
      files.filter((file) => /woff|ttf|otf/.test(file)),
      [],
    );
    assert.equal(await build(), 'The console is up to date.');
    assert.equal(await current(), name);
    assert.deepEqual((await readdir(join(folder, 'built'))).sort(), [name, 'current'].sort());
  });

  it('leaves out no token of the theme that a component asks for', async () => {
    const assets = join(folder, 'built', await current(), 'assets');
    const names = (await readdir(assets)).filter((name) => /\.(css|js)$/.test(name));
    const text = (await Promise.all(names.map((name) => readFile(join(assets, name), 'utf8')))).join('\n');
    const there = new Set(Array.from(text.matchAll(/(--[\w-]+):/g), ([, name]) => name));
    const asked = new Set(Array.from(text.matchAll(/var\((--[\w-]+)\)/g), ([, name]) => name));
    assert.ok(there.size > 500 && asked.size > 300, `${there.size} tokens, ${asked.size} asked for`);
    // Those with this beginning are set by components while they run.
    const missing = [...asked].filter((name) => !there.has(name) && name?.startsWith('--awsui-') === false);
    assert.deepEqual(missing, []);
  });

  it('keeps the build of before when one fails, and says why', async () => {
    const name = await current();
    const whole = await readFile(join(folder, 'src/main.tsx'), 'utf8');
    await appendFile(join(folder, 'src/main.tsx'), 'const broken = (;\n');
    assert.match(await build(), /^The console was not built: /);
    assert.equal(await current(), name);
    const state = JSON.parse(await readFile(join(folder, 'built/state.json'), 'utf8'));
    assert.equal(state.state, 'failed');
    assert.match(state.message, /main\.tsx/);
    await writeFile(join(folder, 'src/main.tsx'), whole);
    assert.equal(await build(), 'The console is up to date.');
    assert.ok(!(await readdir(join(folder, 'built'))).includes('state.json'));
  });
});
