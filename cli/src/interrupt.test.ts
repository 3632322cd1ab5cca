import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, afterEach, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { type Deskplane, deskplanePath, prepareDeskplane } from './testing/runDeskplane.js';

let service: TestService;
let deskplane: Deskplane;
let slow = false;

before(async () => {
  // A server that does not go while the test wants to wait for it.
  service = await startTestService({
    engine: (engine) => ({
      ...engine,
      observe: async (ref) => (slow ? { state: 'present', status: 'deleting' } : engine.observe(ref)),
    }),
  });
  deskplane = await prepareDeskplane(service.credentials);
});
after(async () => {
  slow = false;
  await deskplane?.remove();
  await service?.remove();
});

/** Runs a command and presses Ctrl-C once it says something on standard error: that it waits. */
async function interrupt(...words: string[]) {
  const child = spawn(process.execPath, [deskplanePath, ...words], {
    env: { DESKPLANE_CREDENTIALS: deskplane.credentialsPath, LANG: 'C.UTF-8', PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let interrupted = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (!interrupted && /^Deleting/m.test(stderr)) interrupted = child.kill('SIGINT');
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

describe('Ctrl-C while a command waits', () => {
  afterEach(() => {
    slow = false;
  });

  it('says that the work continues and how to follow it, and ends with 130', async () => {
    await createDesktops(service, { desktop_name: 'patient' });
    slow = true;
    const result = await interrupt('desktop', 'delete', 'patient', '--yes', '--wait');
    assert.equal(result.code, 130);
    assert.ok(result.stderr.includes(`The service continues the work; see: `), result.stderr);
    const [, look = ''] = /see: .*deskplane (.*)\n$/.exec(result.stderr) ?? [];
    assert.equal(look, 'deletion watch patient');
    const early = await deskplane.run('receipt', 'get', 'patient');
    assert.equal(early.code, 1);
    assert.match(early.stderr, /no receipt yet\. Follow it with: \S*deskplane deletion watch patient\n$/);
    slow = false;
    const watched = await deskplane.run(...look.split(' '));
    assert.equal(watched.code, 0, watched.stderr);
    assert.match(watched.stdout, /The desktop is gone\.\n$/);
  });

  it('is told to programs with the job', async () => {
    const [id] = await createDesktops(service, { desktop_name: 'again' });
    slow = true;
    const { code, stdout } = await interrupt('desktop', 'delete', id, '--yes', '--wait', '--json');
    const { error } = JSON.parse(stdout);
    assert.deepEqual([code, error.kind, error.exit_code], [130, 'interrupted', 130]);
    assert.match(error.job_id, /^[0-9a-f-]{32,36}$/);
    slow = false;
  });
});
