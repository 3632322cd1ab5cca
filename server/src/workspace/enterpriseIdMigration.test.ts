import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { migrate } from '../database/migrate.js';
import { migrateUpTo } from '../testing/earlierSchema.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';

const own = '0070_enterprise_ids_in_any_case.sql';

describe('the migration to enterprise IDs in any case', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase();
    await migrateUpTo(test.pool, own);
    await test.pool.query(`
      alter table workspaces drop constraint workspaces_project_id_fkey, drop constraint workspaces_vpc_id_fkey,
        drop constraint workspaces_infrastructure_security_group_id_fkey,
        drop constraint workspaces_desktop_security_group_id_fkey;
      insert into workspaces (project_id, id, enterprise_id, vpc_id, subnet_ids, infrastructure_security_group_id,
        desktop_security_group_id, opened_at)
      select e, e, e, gen_random_uuid(), '{}', gen_random_uuid(), gen_random_uuid(), timestamptz '2030-01-01' + n * interval '1 day'
        from unnest(array['ACME', 'acme', 'Acme', 'GLOBEX', 'Globex', 'alone', 'ALONE-2']) with ordinality as u (e, n)`);
    assert.ok((await migrate(test.pool)).includes(own));
  });
  after(() => test.drop());

  it('keeps those that collide, and lets nothing further collide with them', async () => {
    const { rows } = await test.pool.query(
      'select enterprise_id as id, enterprise_id_twin as twin from workspaces order by opened_at',
    );
    assert.deepEqual(rows, [
      { id: 'ACME', twin: 'ACME' },
      { id: 'acme', twin: '' },
      { id: 'Acme', twin: 'Acme' },
      { id: 'GLOBEX', twin: '' },
      { id: 'Globex', twin: 'Globex' },
      { id: 'alone', twin: '' },
      { id: 'ALONE-2', twin: '' },
    ]);
    for (const id of ['aCME', 'globex', 'Alone', 'alone-2'])
      await assert.rejects(
        test.pool.query(
          `update workspaces set enterprise_id = $1, enterprise_id_twin = '' where id = 'Acme'`,
          [id],
        ),
        { code: '23505' },
        id,
      );
  });
});
