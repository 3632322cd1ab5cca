import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { backupRequest } from '../testing/backupRequest.js';
import { createDesktops, simulatedWindows } from '../testing/desktopCalls.js';
import { showDesktop } from '../testing/diskCalls.js';
import { createGate, interpose } from '../testing/interpose.js';
import { rebuildCallsOf } from '../testing/rebuildCalls.js';
import { startTestService } from '../testing/startTestService.js';
import { makeTemporaryDirectory } from '../testing/temporaryDirectory.js';
import { createTestDatabase } from '../testing/testDatabase.js';
import { waitUntil } from '../testing/waitUntil.js';
import { makeBackup, restore } from './backupAndRestore.js';
import { giveUpRebuilds } from './giveUpRebuilds.js';

/** A service that waits for its engine to replace a system disk, and a backup of it. */
async function withPendingRebuild(
  check: (pending: {
    readonly target: Awaited<ReturnType<typeof createTestDatabase>>;
    readonly root: string;
    readonly restored: () => Promise<void>;
  }) => Promise<void>,
): Promise<void> {
  const gate = createGate();
  const directory = await makeTemporaryDirectory();
  const target = await createTestDatabase();
  const service = await startTestService({
    engine: (simulated) =>
      interpose(simulated, async (call, run) => {
        if (call.verb === 'replace') await gate.pass();
        return run();
      }),
  });
  try {
    const { rebuild } = rebuildCallsOf(() => service);
    const [desktop] = await createDesktops(service, { product_id: 'workspace.x86.large' });
    const root = (await showDesktop(service, desktop)).root_volume.id;
    const answer = await rebuild([desktop], { image_id: simulatedWindows });
    assert.equal(answer.status, 200, answer.text);
    await waitUntil(() => gate.came === 1, 'the engine to be asked');
    const request = (url: string) => backupRequest(url, directory);
    await makeBackup(request(service.database.url));
    await check({
      target,
      root,
      restored: async () => {
        await restore(request(target.url));
        const { rows: jobs } = await target.pool.query<{ status: string; fail_reason: string }>(
          'select status, fail_reason from sub_jobs where job_id = $1',
          [answer.body.job_id],
        );
        assert.deepEqual(
          jobs.map(({ status }) => status),
          ['FAILED'],
        );
        assert.match(jobs[0]?.fail_reason ?? '', /is not known/);
      },
    });
  } finally {
    gate.open();
    await service.remove();
    await target.drop();
    await directory.remove();
  }
}

async function stateOf({ pool }: { readonly pool: Awaited<ReturnType<typeof createTestDatabase>>['pool'] }) {
  const { rows: desktops } = await pool.query<{ image_id: string }>(
    'select image_id, task_status, task_change, task_due_at from desktops',
  );
  const { rows: disks } = await pool.query<{ id: string; place: string; retires: boolean }>(
    `select id, place, exists (select from retirements r where r.item_id = i.id) as retires
     from items i where kind = 'volume' and is_root order by created_at`,
  );
  return { desktop: desktops[0], disks: disks.map(({ id, place, retires }) => [id, place, retires]) };
}

describe('a backup of a service that is rebuilding a desktop', () => {
  it('S9: leaves the desktop its former disk where it is restored, and the new one is to go', () =>
    withPendingRebuild(async ({ target, root, restored }) => {
      await restored();
      const { desktop, disks } = await stateOf(target);
      assert.notEqual(desktop?.image_id, simulatedWindows);
      assert.deepEqual(
        [disks[0], disks[1]?.slice(1)],
        [
          [root, 'current', false],
          ['past', true],
        ],
      );
      assert.deepEqual(
        { ...desktop, image_id: '' },
        { image_id: '', task_status: '', task_change: null, task_due_at: null },
      );
    }));

  it('gives the desktop the new disk where the former is known to have gone since', () =>
    withPendingRebuild(async ({ target, root, restored }) => {
      await restored();
      // As the backup had it, and as a replay leaves it in which the former disk has ended.
      await target.pool.query('delete from retirements');
      await target.pool.query(
        `update desktops set task_status = 'rebuilding', task_change = jsonb_build_object('kind', 'rebuild', 'stage', 'stop',
           'formerId', $1::text, 'diskId', (select id from items where is_root and id <> $1::uuid), 'imageId', $2::text,
           'imageType', 'gold')`,
        [root, simulatedWindows],
      );
      await target.pool.query(`update items set state = 'absent' where id = $1`, [root]);
      // As after an engine without room: whether it was asked since is not known.
      await target.pool.query(
        `update items set place = 'next', state = 'intended', provider_id = null, generation = null, asked_at = null
         where is_root and id <> $1`,
        [root],
      );
      const client = await target.pool.connect();
      await giveUpRebuilds(client).finally(() => client.release());
      const { desktop, disks } = await stateOf(target);
      assert.equal(desktop?.image_id, simulatedWindows);
      assert.deepEqual(
        [disks[0], disks[1]?.slice(1)],
        [
          [root, 'past', false],
          ['current', false],
        ],
      );
      const { rows } = await target.pool.query<{ asked: boolean }>(
        'select asked_at is not null as asked from items where is_root and id <> $1',
        [root],
      );
      assert.deepEqual(rows, [{ asked: true }], 'its name will tell');
    }));
});
