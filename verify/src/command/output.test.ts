import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../main.js', import.meta.url));
const vector = (name: string): string =>
  fileURLToPath(new URL(`../../../docs/receipts/vectors/${name}.json`, import.meta.url));

/** Checks a receipt for a reader that leaves at once. @returns the exit code */
async function checkForNobody(name: string, ...options: string[]): Promise<unknown> {
  const child = spawn(process.execPath, [program, 'receipt', vector(name), ...options]);
  child.stdout.destroy();
  child.stderr.destroy();
  const [code] = await once(child, 'exit');
  return code;
}

describe('what the verifier writes', () => {
  it('may be read by nobody: the exit code is the verdict all the same', async () => {
    for (const options of [[], ['--json']]) {
      assert.equal(await checkForNobody('changed-receipt', ...options), 1);
      assert.equal(await checkForNobody('local', ...options), 0);
    }
  });

  it('may not fit on the disk: then the exit code is no verdict', async () => {
    const full = await open('/dev/full', 'w');
    const child = spawn(process.execPath, [program, 'receipt', vector('local')], {
      stdio: ['ignore', full.fd, 'pipe'],
    });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const [code] = await once(child, 'close');
    await full.close();
    assert.equal(code, 2);
    assert.match(said, /ENOSPC/);
    assert.doesNotMatch(said, /\n\s+at /);
  });
});
