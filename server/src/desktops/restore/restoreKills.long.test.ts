import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { canonicalBytes } from '@deskplane/verify/canonicalJson.js';
import { verifyRestore } from '@deskplane/verify/verifyRestore.js';
import { simulatedOffer } from '../../engines/simulated/offer.js';
import type { DesktopId, ItemId, JobId } from '../../ids.js';
import { drawer } from '../../testing/crashDesktops.js';
import { type CrashStage, openCrashStage } from '../../testing/crashStage.js';
import { waitUntil } from '../../testing/waitUntil.js';
import { assembleRestore } from './assembleRestore.js';

const seed = Number(process.env['DESKPLANE_CRASH_SEED'] ?? 3);
const rounds = 3;
const killsPerRound = 4;
/** In milliseconds. */
const longestPause = 300;

interface Part {
  readonly id: ItemId;
  readonly desktop: DesktopId;
}

describe('services and their PostgreSQL that are killed while disks are put back to snapshots', () => {
  let stage: CrashStage;
  before(async () => {
    stage = await openCrashStage();
  });
  after(() => stage?.remove());

  const taskless = (count: number) =>
    waitUntil(async () => {
      const [row] = await stage.ask<{ count: number }>(
        `select count(*)::int as count from desktops where gone_at is null and status = 'SHUTOFF' and task_status = ''
           and task_change is null and task_due_at is null`,
      );
      return row?.count === count;
    }, `${count} desktops to be off, with nothing to be done`);

  /** Writes to every disk, as desktops do that run. */
  const writeEverywhere = (content: string) =>
    stage.ask(
      `update simulated_items set spec = spec || jsonb_build_object('content', $1::text) where kind = 'volume'`,
      [content],
    );

  async function makeDesktops(count: number): Promise<void> {
    const [image] = simulatedOffer('test-1').images;
    assert.ok(image !== undefined);
    const answer = await stage.call('POST', '/desktops', {
      desktop_type: 'DEDICATED',
      product_id: 'workspace.x86.small',
      image_type: 'gold',
      image_id: image.id,
      root_volume: { type: 'SAS', size: 80 },
      data_volumes: [{ type: 'SAS', size: 10 }],
      size: count,
      desktop_name: 'frozen',
      email_notification: false,
    });
    assert.equal(answer.status, 200, answer.text);
    const ids = await waitUntil(async () => {
      const rows = await stage.ask<{ id: string }>(`select id from desktops where status = 'ACTIVE'`);
      return rows.length === count && rows.map(({ id }) => id);
    }, 'the desktops to run');
    await writeEverywhere('old');
    const frozen = await stage.call('POST', '/snapshots/batch-create', {
      desktop_ids: ids,
      disk_type: 'ALL',
    });
    assert.equal(frozen.status, 200, frozen.text);
    await waitUntil(async () => {
      const rows = await stage.ask(`select from items where kind = 'snapshot' and state = 'present'`);
      return rows.length === 2 * count;
    }, 'the snapshots');
    const stop = { desktop_ids: ids, op_type: 'os-stop', type: 'HARD' };
    await waitUntil(async () => {
      const rows = await stage.ask(`select from desktops where task_status <> ''`);
      return rows.length === 0;
    }, 'the desktops to be idle');
    await stage.call('POST', '/desktops/action', stop);
    await taskless(count);
  }

  it('S6, S8, S9: leave every disk as its receipt says, each restore with one, and every desktop idle', async (context) => {
    context.diagnostic(`DESKPLANE_CRASH_SEED=${seed}`);
    const draw = drawer(seed, 'restores');
    await makeDesktops(4);
    const parts = await stage.ask<Part>(
      `select id, desktop_id as desktop from items where kind = 'snapshot' order by id`,
    );
    const kills = { service: 0, PostgreSQL: 0 };
    for (let round = 0; round < rounds; round += 1) {
      await writeEverywhere('new');
      const last = round === rounds - 1;
      const killing = async (): Promise<void> => {
        for (let count = 0; count < killsPerRound; count += 1) {
          await pause(draw(longestPause));
          if (draw(3) > 0) {
            await stage.cluster.killOne(draw(2), draw(4) === 0);
            kills.service += 1;
          } else {
            await stage.postgres.kill();
            kills.PostgreSQL += 1;
          }
        }
      };
      const killed = killing();
      const ids = parts.map(({ id }) => id);
      // One whose first attempt was taken, and its answer lost, is told that the desktops are busy, or taken again.
      const answer = await stage.call('POST', '/snapshots/batch-restore', { snapshot_ids: ids });
      assert.ok([200, 409].includes(answer.status), answer.text);
      const [victim] = parts;
      assert.ok(victim !== undefined);
      if (last) {
        const force = await stage.call('DELETE', `/desktops/${victim.desktop}?is_force_delete=true`);
        assert.ok([204, 404].includes(force.status), force.text);
      }
      await killed;
      await taskless(last ? 3 : 4);
      const contents = await stage.ask<{ content: string }>(
        `select e.spec ->> 'content' as content from items i join simulated_items e on e.id = i.provider_id
         where i.kind = 'volume' and i.state = 'present' and not ($1 and i.desktop_id = $2)`,
        [last, victim.desktop],
      );
      assert.ok(contents.length >= 6 && contents.every(({ content }) => content === 'old'), `round ${round}`);
    }
    context.diagnostic(`killed ${JSON.stringify(kills)}`);
    assert.ok(kills.service >= 4 && kills.PostgreSQL >= 2);
    await assertReceipts();
  });

  /** Of each restore one statement, if it was not taken over by a deletion, which verifies and says what the job says. */
  async function assertReceipts(): Promise<void> {
    await waitUntil(
      async () => (await stage.ask('select from log_unsealed')).length === 0,
      'the log to be sealed',
    );
    const jobs = await stage.ask<{
      job: JobId;
      desktop: DesktopId;
      snapshot: ItemId;
      status: string;
      code: string | null;
    }>(
      `select s.job_id as job, s.desktop_id::uuid as desktop, s.volume_id::uuid as snapshot, s.status, s.error_code as code
       from sub_jobs s join jobs j on j.id = s.job_id where j.job_type = 'restoreDesktopBySnapshot'`,
    );
    // A call whose answer was lost may be taken twice, once the first was carried out.
    assert.ok(jobs.length >= rounds * 8);
    const [written] = await stage.ask<{ asked: number; told: number }>(
      `select count(*) filter (where kind = 'restore')::int as asked,
         count(*) filter (where kind = 'restore-receipt')::int as told from log_entries`,
    );
    const done = jobs.filter(({ status }) => status === 'SUCCESS');
    assert.deepEqual(
      written,
      { asked: jobs.length, told: done.length },
      'one statement of each that was done',
    );
    for (const { job, desktop, snapshot, status, code } of jobs) {
      const name = { projectId: stage.projectId, desktopId: desktop, snapshotId: snapshot, jobId: job };
      const bundle = await assembleRestore(stage.connections.database, name);
      if (status !== 'SUCCESS') {
        assert.deepEqual([bundle, status, code], [undefined, 'FAILED', 'WKS.00010032']);
        continue;
      }
      assert.ok(bundle !== undefined, `no receipt of ${job}`);
      const verdict = verifyRestore(canonicalBytes(JSON.parse(JSON.stringify(bundle))));
      assert.ok(verdict.valid && verdict.restore.outcome === 'restored', JSON.stringify(verdict));
    }
  }
});
