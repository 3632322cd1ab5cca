import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { EngineError } from '../../engines/contract.js';
import { createDesktops, readSubJobs } from '../../testing/desktopCalls.js';
import { done, refused } from '../../testing/networkCalls.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

let service: TestService;
let beforeNotice = async (): Promise<void> => undefined;
before(async () => {
  service = await startTestService({
    engine: (engine) => ({
      ...engine,
      notify: async (server, text) => {
        await beforeNotice();
        await engine.notify(server, text);
      },
    }),
  });
});
after(() => service.remove());

const send = (ids: readonly string[], notifications = 'The desktop restarts at 18:00.') =>
  service.call('POST', '/desktops/notifications', { desktop_ids: ids, notifications });

/** What the simulated engine showed on the screen of a desktop. */
async function noticesOn(id: string): Promise<readonly string[]> {
  const { rows } = await service.database.pool.query<{ notices: string[] | null }>(
    `select spec -> 'notices' as notices from simulated_items where kind = 'server' and spec ->> 'desktopId' = $1`,
    [id],
  );
  return rows[0]?.notices ?? [];
}

const ended = (jobId: string) =>
  waitUntil(async () => {
    const jobs = await readSubJobs(service, jobId);
    return jobs.every(({ status }) => status === 'SUCCESS' || status === 'FAILED') ? jobs : undefined;
  }, 'the job to end');

describe('SendNotifications', () => {
  it('shows a message on each desktop that runs, and says of the others why not', async () => {
    const [one, other = '', off = ''] = await createDesktops(service, { size: 3, desktop_name: 'told' });
    await service.call('POST', '/desktops/action', { desktop_ids: [off], op_type: 'os-stop', type: 'HARD' });
    await waitUntil(
      async () => (await service.call('GET', `/desktops/${off}`)).body.desktop.status === 'SHUTOFF',
      'one to be off',
    );
    const { job_id } = await done(send([one, other, off]));
    const jobs = await ended(job_id);
    assert.deepEqual(
      jobs.map(({ status, error_code }) => [status, error_code]),
      [
        ['SUCCESS', null],
        ['SUCCESS', null],
        ['FAILED', 'WKS.00010032'],
      ],
    );
    assert.deepEqual(await noticesOn(one), ['The desktop restarts at 18:00.']);
    assert.deepEqual(await noticesOn(other), await noticesOn(one));
    assert.deepEqual(await noticesOn(off), []);
  });

  it('tries again where the engine cannot be reached, and gives up in the end', async () => {
    const [id] = await createDesktops(service, {});
    let failures = 0;
    beforeNotice = async () => {
      if (failures++ < 2) throw new EngineError('unreachable', 'the host is down');
    };
    assert.equal((await ended((await done(send([id]))).job_id))[0]?.status, 'SUCCESS');
    assert.equal(failures, 3);
    beforeNotice = () => Promise.reject(new EngineError('refused', 'there is nothing to show it with'));
    const [job] = await ended((await done(send([id]))).job_id);
    assert.deepEqual([job?.status, job?.error_code], ['FAILED', 'DPL.0502']);
    beforeNotice = async () => undefined;
    const { rows } = await service.database.pool.query('select from notifications');
    assert.equal(rows.length, 0, 'nothing is left');
  });

  it('refuses a message that a terminal would obey, and a desktop that is not there', async () => {
    const [id] = await createDesktops(service, {});
    await refused(send([id], 'two\nlines'), 400, 'WKS.0001');
    await refused(send([id], '\u001b]0;title\u0007'), 400, 'WKS.0001');
    await refused(send([id], ''), 400, 'WKS.0001');
    await refused(send(['11111111-2222-4333-8444-555555555555']), 404, 'DPL.0404');
  });
});
