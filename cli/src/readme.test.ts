import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  makeTemporaryDirectory,
  type TemporaryDirectory,
} from '@deskplane/server/testing/temporaryDirectory.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';

const clone = fileURLToPath(new URL('../../', import.meta.url));

/** The commands that README.md tells a newcomer to type, block by block. */
async function blocksOf(document: string): Promise<string[]> {
  const text = await readFile(join(clone, document), 'utf8');
  return [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block = '']) => block);
}

/** Collects what a process says. */
function listen(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (part: string) => (text += part));
  return () => text;
}

describe('the README', () => {
  let temporary: TemporaryDirectory | undefined;
  let directory: string;
  let environment: Record<string, string>;
  let service: ChildProcess | undefined;

  before(async () => {
    temporary = await makeTemporaryDirectory();
    directory = temporary.path;
    // The files that its commands write go here; the program is that of the clone.
    await symlink(join(clone, 'deskplane'), join(directory, 'deskplane'));
    const { PATH = '' } = process.env;
    environment = {
      PATH,
      LANG: 'C.UTF-8',
      HOME: directory,
      DESKPLANE_DATA_DIR: join(directory, 'data'),
      DESKPLANE_PORT: '0',
      DESKPLANE_ENGINE: 'simulated',
    };
  });
  after(async () => {
    if (service?.exitCode === null && service.kill('SIGTERM')) await once(service, 'exit');
    await temporary?.remove();
  });

  it('can be followed block by block, as it is written, against a real service', async () => {
    const [start, test, ...blocks] = await blocksOf('README.md');
    assert.deepEqual([start, test], ['npm start\n', 'npm test\n']);
    assert.ok(blocks.length >= 4);

    service = spawn('/bin/sh', ['-c', `exec ${start}`], {
      cwd: clone,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = listen(service);
    await waitUntil(
      () => said().includes('Deskplane is ready') || service?.exitCode !== null,
      'the service to be ready',
    );
    assert.match(said(), /Deskplane is ready/);

    // Each command counts: the first that fails ends the script. A terminal of its own, for the question.
    const script = join(directory, 'readme.sh');
    await writeFile(script, `set -eu -o pipefail\n${blocks.join('\n')}\necho THE-END\n`);
    const terminal = spawn('script', ['--quiet', '--return', '--command', `bash ${script}`, '/dev/null'], {
      cwd: directory,
      env: environment,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const shown = listen(terminal);
    const ended = once(terminal, 'close');
    await waitUntil(
      () => shown().includes('Type yes to delete') || terminal.exitCode !== null,
      'the question',
    );
    terminal.stdin.write('yes\n');
    const [code] = await ended;
    assert.equal(code, 0, shown());
    assert.match(shown(), /THE-END\r?\n$/);
    const results = [
      /ann01 \S+ is ready[^]*bob01 \S+ is ready/,
      /ann01 is gone after/,
      /"digest":"[0-9a-f]{64}"/,
      /HTTP\/1\.1 204 /,
      /"status":"DELETING"|HTTP\/1\.1 404 /,
      /The desktop is gone\./,
      /Engine: simulated\. SIMULATED: nothing real was deleted\.\s+The receipt is valid: the\s+simulated\s+desktop\s+[0-9a-f-]{36}\s+is\s+deleted\./,
    ];
    for (const result of results) assert.match(shown(), result);
    assert.match(
      await readFile(join(directory, 'provider.tf'), 'utf8'),
      /^terraform \{[^]*^provider "huaweicloud" \{/m,
    );
  });
});
