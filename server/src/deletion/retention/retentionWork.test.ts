import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import { awaitSettled, countLeft, keptDays, moveBack, setEndAside } from '../../testing/oldDeletions.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';
import { startWorkLoop } from '../../workers/loop.js';
import { compactDeletions } from './compactDeletions.js';
import { createRetentionWork } from './retentionWork.js';

let service: TestService;
before(async () => {
  service = await startTestService({ simulated: { delayMs: 0 } });
});
after(() => service.remove());

/** Deletions whose retention is over. */
async function oldDeletions(size: number, name: string): Promise<string[]> {
  const ids = await createDesktops(service, { size, desktop_name: name });
  await service.call('POST', '/desktops/batch-delete', { desktop_ids: ids });
  for (const id of ids) await showUntilGone(service, id);
  await awaitSettled(service, ids);
  await moveBack(service, ids);
  return ids;
}

/** @throws when a deletion is neither whole nor let go. @returns how many are let go */
async function countLetGo(ids: readonly string[]): Promise<number> {
  const { rows } = await service.database.pool.query<Record<'closed' | 'parts' | 'past', number>>(
    `select (d.compacted_at is not null)::int as closed,
       (select count(*)::int from deletions x where x.desktop_id = d.id)
         + (select count(*)::int from items x where x.desktop_id = d.id)
         + (select count(*)::int from deletion_items x where x.desktop_id = d.id) as parts,
       (select count(*)::int from past_items x where x.desktop_id = d.id) as past
     from desktops d where d.id = any($1::uuid[])`,
    [ids],
  );
  for (const { closed, parts, past } of rows)
    assert.deepEqual([parts, past], closed === 1 ? [0, 3] : [7, 0], 'a deletion is in between');
  return rows.filter(({ closed }) => closed === 1).length;
}

const totalOf = async (): Promise<number> => {
  const { rows } = await service.database.pool.query<{ total: number }>(
    'select coalesce(sum(deletions), 0)::int as total from compacted_totals',
  );
  return rows[0]?.total ?? 0;
};

/** The tables that a compaction writes, in its order. */
const steps = [
  'past_items',
  'desktops',
  'items',
  'deletion_users',
  'deletion_orders',
  'deletion_ends',
  'desktop_detachments',
  'personal_data',
  'mails',
  'compacted_totals',
  'sub_jobs',
  'jobs',
];

describe('the retention', () => {
  it('goes through all that may go in small portions, on several replicas, past what may not go', async () => {
    const ids = await oldDeletions(12, 'round');
    const [held, ...others] = ids;
    assert.ok(held !== undefined);
    const { pool } = service.database;
    // The oldest of all may not go.
    await moveBack(service, [held], 365);
    await setEndAside(pool, held);
    const [open] = await oldDeletions(1, 'unsent');
    assert.ok(open !== undefined);
    await pool.query(
      `insert into mails (id, project_id, desktop_id, user_id, template, language, recipient, facts, queued_at, due_at)
       select 'owed', project_id, id, '', '', '', '', '{}', now(), now() + interval '1 day' from desktops where id = $1`,
      [open],
    );
    await moveBack(service, [open], 365);
    const earlier = await totalOf();
    const logger = pino({ level: 'silent' });
    const loops = ['one', 'another'].map(() =>
      startWorkLoop(
        createRetentionWork({ pool, logger, keepDays: keptDays, every: 50, first: 0, portion: 2 }),
        logger,
      ),
    );
    try {
      await waitUntil(async () => (await countLetGo(others)) === 11, 'eleven to be let go');
    } finally {
      await Promise.all(loops.map((loop) => loop.stop()));
    }
    assert.equal(await countLetGo([...others, open]), 11);
    assert.equal((await totalOf()) - earlier, 11);
    assert.equal((await countLeft(service, held))['deletion_orders'], 1);
  });

  it('S8: leaves each deletion whole when it is killed, at whichever of its steps, and lets all of it go the next time', async () => {
    const ids = await oldDeletions(3, 'killed');
    const earlier = await totalOf();
    const { pool } = service.database;
    for (const table of steps) {
      const blocker = await pool.connect();
      const worker = await pool.connect();
      worker.on('error', () => undefined);
      try {
        await blocker.query(`begin; lock table ${table} in share mode`);
        const { rows } = await worker.query<{ pid: number }>('select pg_backend_pid() as pid');
        const pid = rows[0]?.pid;
        const ended = worker
          .query('select compact_deletions($1::uuid[], make_interval(days => $2))', [ids, keptDays])
          .then(
            () => 'compacted',
            () => 'killed',
          );
        await waitUntil(async () => {
          const waiting = await pool.query('select where cardinality(pg_blocking_pids($1)) > 0', [pid]);
          return waiting.rowCount === 1;
        }, `the compaction to come to ${table}`);
        // The client hears of its end before its locks go, and the next round skips rows that are locked: until it has ended.
        const { rows: killed } = await pool.query('select pg_terminate_backend($1, 60000) as gone', [pid]);
        assert.deepEqual([killed, await ended], [[{ gone: true }], 'killed'], table);
        await blocker.query('rollback');
      } finally {
        blocker.release(true);
        worker.release(true);
      }
      assert.equal(await countLetGo(ids), 0, table);
    }
    const { next } = await compactDeletions(pool, keptDays, undefined, 100);
    assert.deepEqual([await countLetGo(ids), next], [3, undefined]);
    assert.equal((await totalOf()) - earlier, 3);
  });

  it('finds nothing to do, and says so, where nothing is old', async () => {
    await oldDeletions(1, 'young').then((ids) => moveBack(service, ids, -keptDays));
    const { pool } = service.database;
    const all = await compactDeletions(pool, 36_500, undefined, 100);
    assert.deepEqual(all, { compacted: 0, next: undefined });
  });
});
