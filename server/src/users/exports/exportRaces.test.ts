import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

let service: TestService;
let v3: string;
before(async () => {
  service = await startTestService();
  v3 = `//v3/${service.credentials.project_id}`;
});
after(() => service.remove());

const waiting = (): Promise<boolean> =>
  waitUntil(async () => {
    const { rowCount } = await service.database.pool.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rowCount !== 0;
  }, 'to wait for a lock');

describe('an export beside others', () => {
  it('is made without a user who is deleted meanwhile', async () => {
    const [first, second] = await Promise.all(
      ['ines', 'jona'].map(async (user_name) => {
        const made = await service.call('POST', '/users', {
          user_name,
          user_email: `${user_name}@example.com`,
        });
        return made.body.id;
      }),
    );
    const other = await service.database.pool.connect();
    try {
      await other.query('begin');
      await other.query('delete from desktop_users where id = $1', [first]);
      const making = service.call('POST', `${v3}/users/export`, {});
      await waiting();
      await other.query('commit');
      const answer = await making;
      assert.equal(answer.status, 200, answer.text);
      const { rows } = await service.database.pool.query<{ user_id: string }>(
        'select user_id from export_task_users where task_id = $1',
        [answer.body.task_id],
      );
      assert.deepEqual(
        rows.map((row) => row.user_id),
        [second],
      );
    } finally {
      other.release();
    }
  });

  it('is not there, instead of empty, when it is deleted while it is downloaded', async () => {
    const { task_id } = (await service.call('POST', `${v3}/users/export`, {})).body;
    const other = await service.database.pool.connect();
    try {
      await other.query('begin');
      await other.query('lock table desktop_users in access exclusive mode');
      const loading = service.call('GET', `/export-tasks/${task_id}/download`);
      await waiting();
      await other.query('delete from export_tasks where id = $1', [task_id]);
      await other.query('commit');
      assert.equal((await loading).status, 404);
    } finally {
      other.release();
    }
  });

  it('S17: is not handed out where what would tell of it cannot be written', async () => {
    const { task_id } = (await service.call('POST', `${v3}/users/export`, {})).body;
    const { pool } = service.database;
    // As a database that takes no writes answers them.
    await pool.query(`create function refuse_write() returns trigger language plpgsql as
      $$ begin raise exception 'no writes' using errcode = '25006'; end $$`);
    await pool.query(
      'create trigger refuse before update on export_tasks for each row execute function refuse_write()',
    );
    const refused = await service.call('GET', `/export-tasks/${task_id}/download`);
    await pool.query('drop trigger refuse on export_tasks');
    assert.equal(refused.status, 503, refused.text);
    assert.doesNotMatch(refused.text, /ines|jona/);
    const taken = await service.call('GET', `/export-tasks/${task_id}/download`);
    assert.match(taken.text, /jona/);
  });

  it('is not made by asking for the head of its answer', async () => {
    const group = { group_name: 'heads', platform_type: 'LOCAL' };
    const { id } = (await service.call('POST', '/groups', group)).body;
    const count = async (): Promise<number> => (await service.call('GET', '/export-tasks')).body.count;
    const sooner = await count();
    assert.equal((await service.call('HEAD', `${v3}/groups/${id}/users/export`)).status, 404);
    assert.equal(await count(), sooner);
  });
});
