import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
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
      const [desktop] = await createDesktops(service, {});
      const order = { desktop_ids: [desktop], disk_type: 'ALL' };
      const made = await service.call('POST', '/snapshots/batch-create', order);
      await waitUntil(
        async () =>
          (await readSubJobs(service, made.body.job_id)).every(({ status }) => status === 'SUCCESS'),
        'the snapshot',
      );
      const off = { desktop_ids: [desktop], op_type: 'os-stop', type: 'HARD' };
      await service.call('POST', '/desktops/action', off);
      await waitUntil(
        async () => (await service.call('GET', `/desktops/${desktop}`)).body.desktop.status === 'SHUTOFF',
        'the desktop to be off',
      );
      const [snapshot] = (await service.call('GET', '/snapshots')).body.desktop_snapshots;
      const answer = await service.call('POST', '/snapshots/batch-restore', {
        snapshot_ids: [snapshot.snapshot_id],
      });
      await waitUntil(() => gate.came === 1, 'the engine to be asked');
      const request = (url: string) => ({
        progress: () => undefined,
        environment: { DATABASE_URL: url, DESKPLANE_DATA_DIR: directory.path },
        file: join(directory.path, 'backup'),
        tombstones: undefined,
        withoutTombstones: true,
      });
      await makeBackup(request(service.database.url));
      await restore(request(target.url));
      const { rows: desktops } = await target.pool.query(
        'select status, task_status, task_change, task_due_at from desktops',
      );
      assert.deepEqual(desktops, [
        { status: 'SHUTOFF', task_status: '', task_change: null, task_due_at: null },
      ]);
      const { rows: jobs } = await target.pool.query<{ status: string; fail_reason: string }>(
        'select status, fail_reason from sub_jobs where job_id = $1',
        [answer.body.job_id],
      );
      assert.deepEqual(
        jobs.map(({ status }) => status),
        ['FAILED'],
      );
      assert.match(jobs[0]?.fail_reason ?? '', /is not known/);
    } finally {
      gate.open();
      await service.remove();
      await target.drop();
      await directory.remove();
    }
  });
});
