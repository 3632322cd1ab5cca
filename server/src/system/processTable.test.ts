import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { processesIn } from './processTable.js';

const here = `process.stdout.write('there'); setInterval(() => {}, 1e6);`;
/** So deep that the kernel itself cannot say where. */
const deepDown = `for (let level = 0; level < 50; level += 1) {
  fs.mkdirSync('d'.repeat(100));
  process.chdir('d'.repeat(100));
}`;

describe('the processes of a directory', () => {
  let directory: string;
  before(async () => {
    directory = await realpath(await mkdtemp(join(tmpdir(), 'dpp-')));
  });
  // Node's own would name each directory by its whole path.
  after(() => promisify(execFile)('rm', ['-rf', directory]));

  async function start(program: string) {
    const child = spawn(process.execPath, ['-e', program], {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    return child;
  }

  it('are found, also beside one that sits where no path reaches', async () => {
    const children = [await start(here), await start(deepDown + here)];
    try {
      assert.deepEqual(await processesIn(directory, basename(process.execPath)), [children[0]?.pid]);
    } finally {
      for (const child of children) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    }
  });
});
