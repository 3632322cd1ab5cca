import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '../../testing/desktopCalls.js';
import { compactAll, countLeft, deleteAndSettle, keptDays, moveBack } from '../../testing/oldDeletions.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';

let service: TestService;
let settled: string;
let unsealed: string;
before(async () => {
  service = await startTestService();
  [settled] = await createDesktops(service, {});
  [unsealed] = await createDesktops(service, {});
  for (const id of [settled, unsealed]) await deleteAndSettle(service, id);
  await moveBack(service, [settled, unsealed]);
  // From now on nothing is sealed.
  await service.stop();
  await service.database.pool.query(
    `insert into log_entries (leaf_hash, kind, project_id, desktop_id, payload)
     select sha256('\\x00'::bytea || payload), 'release', project_id, id, payload
     from desktops, convert_to('{"type":"release"}', 'UTF8') payload where id = $1`,
    [unsealed],
  );
});
after(() => service.remove());

const refusal = /the ledger keeps its rows/;
const tables = ['items', 'deletion_users', 'deletion_orders', 'deletion_ends'] as const;

/** Statements in one transaction, which is rolled back if one is refused. */
async function run(...statements: readonly string[]): Promise<void> {
  const client = await service.database.pool.connect();
  try {
    await client.query('begin');
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

describe('S7: the guards of the ledger', () => {
  const pretend = `select set_config('deskplane.compacting', pg_current_xact_id()::text, true)`;

  it('refuse to remove any row by hand, of a deletion that may go too', async () => {
    const { pool } = service.database;
    await pool.query(
      `insert into deletion_users (desktop_id, user_id, user_name, user_email) values ($1, 'somebody', 'x', '')`,
      [settled],
    );
    for (const table of tables) {
      await assert.rejects(run(`delete from ${table} where desktop_id = '${settled}'`), refusal, table);
      await assert.rejects(
        run(pretend, `delete from ${table} where desktop_id = '${settled}'`),
        refusal,
        table,
      );
      await assert.rejects(run(`truncate ${table} cascade`), refusal, table);
    }
    for (const table of ['desktops', 'past_items'])
      await assert.rejects(run(pretend, `truncate ${table} cascade`), refusal, table);
    await assert.rejects(run(pretend, `delete from desktops where id = '${settled}'`), refusal);
  });

  it('refuse to close a tombstone by hand, and one of which something is open in any case', async () => {
    const close = (id: string) => `update desktops set compacted_at = now() where id = '${id}'`;
    await assert.rejects(run(close(settled)), refusal);
    await assert.rejects(run(pretend, close(unsealed)), refusal);
  });

  it('let no item go that the tombstone does not know', async () => {
    await assert.rejects(
      run(
        pretend,
        `update desktops set compacted_at = now() where id = '${settled}'`,
        `delete from items where desktop_id = '${settled}'`,
      ),
      refusal,
    );
  });

  it('refuse a retention of less than a day', async () => {
    for (const keep of [`interval '23 hours'`, `interval '-1 day'`, 'null'])
      await assert.rejects(
        run(`select compact_deletions(array['${settled}'::uuid], ${keep})`),
        /for a day at least/,
      );
  });

  it('leave a deletion whole as long as an entry of the log about it is not sealed, and let the others go', async () => {
    assert.equal(await compactAll(service), 1);
    assert.deepEqual(await countLeft(service, settled), {});
    assert.equal((await countLeft(service, unsealed))['items'], 3);
  });

  it('never open a tombstone again', async () => {
    const open = `update desktops set compacted_at = null where id = '${settled}'`;
    await assert.rejects(run(open), refusal);
    await assert.rejects(run(pretend, open), refusal);
    for (const change of ['delete from past_items', `update past_items set provider_id = 'x'`])
      await assert.rejects(run(pretend, `${change} where desktop_id = '${settled}'`), refusal, change);
  });

  it('are not left open by a compaction in the same transaction', async () => {
    await assert.rejects(
      run(
        `select compact_deletions(array['${unsealed}'::uuid], interval '${keptDays} days')`,
        `delete from items where desktop_id = '${unsealed}'`,
      ),
      refusal,
    );
  });
});
