import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createDesktops, showUntilGone } from '@deskplane/server/testing/desktopCalls.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { type Deskplane, prepareDeskplane, run } from './testing/runDeskplane.js';

/** The program of the clone, as it is typed. */
const program = fileURLToPath(new URL('../../deskplane', import.meta.url));

let service: TestService;
let deskplane: Deskplane;
/** With a result each. */
let commands: readonly (readonly string[])[];
before(async () => {
  service = await startTestService();
  deskplane = await prepareDeskplane(service.credentials);
  const [gone] = await createDesktops(service, { user_name: 'ann', user_email: 'ann@example.com' });
  assert.equal((await service.call('DELETE', `/desktops/${gone}`)).status, 204);
  await showUntilGone(service, gone);
  commands = [
    ['receipt', 'get', gone ?? ''],
    ['desktop', 'list', '--json'],
    ['audit', 'export'],
  ];
});
after(async () => {
  await deskplane?.remove();
  await service?.remove();
});

/** @param output where standard output leads, for a shell */
const runWith = (output: string, words: readonly string[], more: Readonly<Record<string, string>> = {}) =>
  run('/bin/sh', ['-c', `exec "$0" "$@" ${output}`, program, ...words], {
    environment: { DESKPLANE_CREDENTIALS: deskplane.credentialsPath, ...more },
  });

describe('a result that cannot be written', () => {
  it('is no success: the disk is full', async () => {
    for (const words of commands) {
      const { code, stderr } = await runWith('>/dev/full', words);
      assert.equal(code, 1, words.join(' '));
      assert.match(stderr, /^deskplane: the output could not be written and is lost: the disk is full$/m);
    }
    const chinese = await runWith('>/dev/full', ['desktop', 'list', '--json'], { LANG: 'zh_CN.UTF-8' });
    assert.deepEqual([chinese.code, chinese.stderr], [1, 'deskplane：输出无法写入，已丢失：磁盘已满\n']);
  });

  it('is no success: nothing can be written there', async () => {
    const { code, stderr } = await runWith('1</dev/null', ['desktop', 'list', '--json']);
    assert.equal(code, 1);
    assert.match(stderr, /^deskplane: the output could not be written and is lost: it is not open for that$/m);
  });

  it('is no success: the output is closed, which is seen before anything is done', async () => {
    for (const words of commands) {
      const { code, stderr } = await runWith('>&-', words);
      assert.equal(code, 1, words.join(' '));
      assert.match(stderr, /^deskplane: standard output is closed/);
    }
    const made = await runWith('>&-', ['desktop', 'create', '--name', 'unseen']);
    assert.equal(made.code, 1);
    assert.doesNotMatch((await deskplane.run('desktop', 'list')).stdout, /unseen/);
  });

  it('is one that a reader who has seen enough does not miss', async () => {
    const { code, stderr } = await runWith('| head -c 1', ['desktop', 'list', '--json']);
    assert.deepEqual([code, stderr], [0, '']);
  });
});
