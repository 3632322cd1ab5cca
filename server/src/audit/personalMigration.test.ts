import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { migrate } from '../database/migrate.js';
import { asId, type DesktopId } from '../ids.js';
import { migrateUpTo } from '../testing/earlierSchema.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { readOpenings } from './personalData.js';

const own = '0022_personal_values.sql';
const desktop: DesktopId = asId('00000000-0000-4000-8000-000000000001');
const salt = (digit: string): string => digit.repeat(64);

describe('the migration to one row of personal values per desktop', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase();
    await migrateUpTo(test.pool, own);
    await test.pool.query(`
      insert into personal_data (desktop_id, subject, field, salt, value)
      values ('${desktop}', 'actor', 'name', decode('${salt('a')}', 'hex'), 'Zoë "Q"'),
        ('${desktop}', 'actor', 'source_ip', decode('${salt('b')}', 'hex'), '127.0.0.1'),
        ('${desktop}', 'user:1', 'name', decode('${salt('c')}', 'hex'), '李'),
        ('${desktop}', 'user:1', 'email', null, null),
        ('${desktop}', 'user:2', 'name', null, null)`);
    assert.ok((await migrate(test.pool)).includes(own));
  });
  after(() => test.drop());

  it('keeps every value with its salt, and nothing of what was erased', async () => {
    assert.deepEqual(await readOpenings(test.database, desktop), [
      { subject: 'actor', field: 'name', salt: salt('a'), value: 'Zoë "Q"' },
      { subject: 'user:1', field: 'name', salt: salt('c'), value: '李' },
    ]);
    const { rows } = await test.pool.query('select subject, field from personal_values order by 1, 2');
    assert.deepEqual(
      rows.map(({ subject, field }) => `${subject} ${field}`),
      ['actor name', 'actor source_ip', 'user:1 name'],
    );
  });

  it('leaves a tombstone for each value that goes, and for no other', async () => {
    await test.pool.query(`update personal_data set openings = openings - 'user:1' #- '{actor,source_ip}'`);
    const { rows } = await test.pool.query<{ subject: string; facts: string }>(
      `select subject, facts from tombstones where kind = 'personal-data' order by facts`,
    );
    assert.deepEqual(
      rows.map(({ subject, facts }) => [subject, JSON.parse(facts)]),
      [
        [desktop, { field: 'name', subject: 'user:1' }],
        [desktop, { field: 'source_ip', subject: 'actor' }],
      ],
    );
  });
});
