import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errorCatalogue } from '../errors/errors.js';
import { backupRequest } from '../testing/backupRequest.js';
import { createDesktops, readSubJobs } from '../testing/desktopCalls.js';
import { createGate, interpose } from '../testing/interpose.js';
import { startTestService } from '../testing/startTestService.js';
import { makeTemporaryDirectory } from '../testing/temporaryDirectory.js';
import { createTestDatabase } from '../testing/testDatabase.js';
import { waitUntil } from '../testing/waitUntil.js';
import { makeBackup, restore } from './backupAndRestore.js';

describe('a backup of a service that is putting a disk back to a snapshot', () => {
  it('S9: does not have it done again where it is restored: the desktop may have written since', async () => {
    const gate = createGate();
    const directory = await makeTemporaryDirectory();
    const target = await createTestDatabase();
    const service = await startTestService({
      engine: (simulated) =>
        interpose(simulated, async (call, run) => {
          if (call.verb === 'restore') await gate.pass();
          return run();
        }),
    });
    try {
      const languages = ['en-us', 'zh-cn'] as const;
      const desktops: string[] = [];
      for (const language of languages)
        desktops.push(...(await createDesktops(service, {}, { headers: { 'x-language': language } })));
      const order = { desktop_ids: desktops, disk_type: 'ALL' };
      const made = await service.call('POST', '/snapshots/batch-create', order);
      await waitUntil(
        async () =>
          (await readSubJobs(service, made.body.job_id)).every(({ status }) => status === 'SUCCESS'),
        'the snapshots',
      );
      await service.call('POST', '/desktops/action', {
        desktop_ids: desktops,
        op_type: 'os-stop',
        type: 'HARD',
      });
      for (const desktop of desktops)
        await waitUntil(
          async () => (await service.call('GET', `/desktops/${desktop}`)).body.desktop.status === 'SHUTOFF',
          'the desktop to be off',
        );
      const snapshots: { snapshot_id: string }[] = (await service.call('GET', '/snapshots')).body
        .desktop_snapshots;
      const answer = await service.call('POST', '/snapshots/batch-restore', {
        snapshot_ids: snapshots.map(({ snapshot_id: id }) => id),
      });
      await waitUntil(() => gate.came === 2, 'the engine to be asked');
      const request = (url: string) => backupRequest(url, directory);
      await makeBackup(request(service.database.url));
      await restore(request(target.url));
      const { rows: states } = await target.pool.query(
        'select status, task_status, task_change, task_due_at from desktops',
      );
      const off = { status: 'SHUTOFF', task_status: '', task_change: null, task_due_at: null };
      assert.deepEqual(states, [off, off]);
      const { rows: jobs } = await target.pool.query<{ status: string; error_code: string; text: string }>(
        `select status, error_code, fail_reason as text from sub_jobs where job_id = $1
         order by array_position($2::text[], desktop_id)`,
        [answer.body.job_id, desktops],
      );
      assert.deepEqual(
        jobs.map(({ status, error_code: code }) => [status, code]),
        languages.map(() => ['FAILED', 'DPL.0439']),
      );
      const { en, zh } = errorCatalogue['DPL.0439'];
      assert.deepEqual(
        jobs.map(({ text }) => text),
        [en, zh],
        'each in the language of whoever made the desktop',
      );
    } finally {
      gate.open();
      await service.remove();
      await target.drop();
      await directory.remove();
    }
  });
});
