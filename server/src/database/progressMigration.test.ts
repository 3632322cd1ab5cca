import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findDeletion } from '../deletion/ledger/readDeletions.js';
import { asId, type DesktopId } from '../ids.js';
import { migrateUpTo } from '../testing/earlierSchema.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { migrate } from './migrate.js';

const own = '0020_deletion_progress.sql';
const [running, done] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];

describe('the migrations to one row of progress per running deletion, and to an end of its own', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase();
    await migrateUpTo(test.pool, own);
    await test.pool.query(`
      alter table desktops drop constraint desktops_project_id_fkey, drop constraint desktops_subnet_id_fkey;
      insert into desktops (id, project_id, computer_name, desktop_type, product_id, image_id, image_type, availability_zone,
        subnet_id, security_group_ids, created_at, language)
      select id::uuid, 'p', right(id, 3), '', '', id::uuid, '', '', id::uuid, '{}', now(), 'en'
      from unnest(array['${running}', '${done}']) id;
      insert into deletions (desktop_id, project_id, state, delete_users, email_notification, is_force_delete, accepted_at,
        accepted_by, request_id, failed_since, completed_at)
      values ('${running}', 'p', 'failed', false, false, false, '2030-01-01T00:00:00.123Z', 'a', 'r', '2030-01-01T00:00:02Z', null),
        ('${done}', 'p', 'done', false, false, false, '2030-01-01T00:00:00Z', 'a', 'r', null, '2030-01-01T00:00:03Z');
      insert into items (id, project_id, desktop_id, kind, single_use_name, created_at)
      select gen_random_uuid(), 'p', d::uuid, k, gen_random_uuid()::text, now()
      from unnest(array['${running}', '${done}']) d, unnest(array['server', 'volume']) k;
      insert into deletion_items (desktop_id, item_id, stage, kind, intent, ended, ended_at, release_reason, due_at, attempts,
        first_asked_at, worker)
      select desktop_id, id, case kind when 'server' then 0 else 1 end, kind, 'delete',
        case when desktop_id = '${done}' then case kind when 'server' then 'absent' else 'released' end
             when kind = 'server' then 'absent' end,
        case when desktop_id = '${done}' or kind = 'server' then timestamptz '2030-01-01T00:00:01.5Z' end,
        case when desktop_id = '${done}' and kind = 'volume' then 'burnt' end,
        case when desktop_id = '${running}' and kind = 'volume' then timestamptz '2030-01-01T00:01:00Z' end,
        case when desktop_id = '${running}' and kind = 'volume' then 12 else 0 end, '2030-01-01T00:00:00.5Z',
        gen_random_uuid()
      from items`);
    assert.ok((await migrate(test.pool)).includes(own));
  });
  after(() => test.drop());

  const find = (id: string | undefined) => findDeletion(test.database, asId('p'), asId<DesktopId>(id ?? ''));

  const read = async (id: string | undefined) => {
    const deletion = await find(id);
    return deletion?.items.map((item) => [
      item.kind,
      item.ended,
      item.endedAt?.toISOString(),
      item.attempts,
      item.releaseReason,
    ]);
  };

  it('L2: keeps all that is known of what runs, and when it is due', async () => {
    const asked = '2030-01-01T00:00:01.500Z';
    assert.deepEqual(await read(running), [
      ['server', 'absent', asked, 0, null],
      ['volume', null, undefined, 12, null],
    ]);
    const { rows } = await test.pool.query(
      'select desktop_id, stage, due_at, attempts, worker from deletion_progress',
    );
    assert.deepEqual(rows, [
      { desktop_id: running, stage: 1, due_at: new Date('2030-01-01T00:01:00Z'), attempts: 12, worker: null },
    ]);
  });

  it('A12: keeps what each is shown as, and its times', async () => {
    const times = async (id: string | undefined) => {
      const { state, failedSince, completedAt } = (await find(id)) ?? {};
      return [state, failedSince?.toISOString(), completedAt?.toISOString()];
    };
    assert.deepEqual(await times(running), ['failed', '2030-01-01T00:00:02.000Z', undefined]);
    assert.deepEqual(await times(done), ['done', undefined, '2030-01-01T00:00:03.000Z']);
  });

  it('S7: keeps what became of the items of what is done, and that one was released', async () => {
    const ended = '2030-01-01T00:00:01.500Z';
    assert.deepEqual(await read(done), [
      ['server', 'absent', ended, 0, null],
      ['volume', 'released', ended, 0, 'burnt'],
    ]);
    const { rows } = await test.pool.query('select kind, desktop_id from items where released');
    assert.deepEqual(rows, [{ kind: 'volume', desktop_id: done }]);
  });
});
