import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runCommand } from '@deskplane/server/system/runCommand.js';
import { makeTemporaryDirectory } from '@deskplane/server/testing/temporaryDirectory.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const receipts = join(root, 'docs/receipts');
/** Of deletions, and of restores. */
const folders = ['vectors', 'restores'] as const;

interface Verdict {
  readonly valid: boolean;
  readonly failed?: string;
  readonly reason?: string;
}

/** Builds the page's verifier for a process of its own, where it finds nothing of Node.js's, and has it read every vector. */
const script = (directory: string): string => `
  import { readFile } from 'node:fs/promises';
  import { build } from ${JSON.stringify(import.meta.resolve('vite'))};
  import { viteConfig } from ${JSON.stringify(join(root, 'scripts/console/viteConfig.mjs'))};
  const { resolve } = viteConfig(${JSON.stringify(join(root, 'console'))}, ${JSON.stringify(directory)});
  await build({
    root: ${JSON.stringify(join(root, 'console'))},
    configFile: false, envDir: false, logLevel: 'error', resolve, ssr: { noExternal: true },
    build: { ssr: 'src/deletions/verifyInBrowser.ts', outDir: ${JSON.stringify(directory)}, minify: false },
  });
  const { verifyText } = await import(${JSON.stringify(join(directory, 'verifyInBrowser.js'))});
  const verdicts = {};
  for (const file of JSON.parse(process.argv[1]))
    verdicts[file] = await verifyText(await readFile(${JSON.stringify(`${receipts}/`)} + file, 'utf8'));
  console.log(JSON.stringify(verdicts));
  process.exit(0);`;

describe('the verifier of receipts in the page', () => {
  let temporary: { readonly path: string; remove(): Promise<void> };
  let verdicts: Readonly<Record<string, Verdict>>;
  const listed: (Verdict & { readonly file: string })[] = [];
  before(async () => {
    temporary = await makeTemporaryDirectory();
    for (const folder of folders) {
      const { vectors } = JSON.parse(await readFile(join(receipts, folder, 'index.json'), 'utf8'));
      for (const each of vectors) listed.push({ ...each, file: `${folder}/${each.file}` });
    }
    const words = [
      '--input-type=module',
      '--eval',
      script(temporary.path),
      JSON.stringify(listed.map(({ file }) => file)),
    ];
    const result = await runCommand(process.execPath, words, { cwd: root, timeoutMs: 300_000 });
    assert.equal(result.code, 0, result.stderr);
    verdicts = JSON.parse(result.stdout);
  });
  after(() => temporary?.remove());

  it('needs nothing of Node.js', async () => {
    for (const name of await readdir(temporary.path, { recursive: true }))
      if (name.endsWith('.js'))
        assert.doesNotMatch(
          await readFile(join(temporary.path, name), 'utf8'),
          /(from|require\()\s*["'`]node:/,
        );
  });

  it('says of every vector what the verifier in Node.js says, but for keys that it does not have', () => {
    for (const { file, valid, failed, reason } of listed) {
      const verdict = verdicts[file];
      // Without keys from elsewhere those of the file count.
      if (failed === 'keys' && verdict?.valid === true) continue;
      assert.deepEqual([file, verdict?.valid, verdict?.failed], [file, valid, failed]);
      assert.ok(verdict?.reason?.includes(reason ?? '') ?? valid, `${file}: ${verdict?.reason}`);
    }
    assert.ok(listed.length > 80);
  });
});
