import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { realAmbient } from '../ambient.js';
import type { Transaction } from '../database/connect.js';
import type { DesktopUserId } from '../ids.js';
import { addDesktop, addProject, addUser, type TestProject } from '../testing/desktopRows.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { deleteUsers } from './deleteUsers.js';
import { ensureDesktopUsers } from './ensureDesktopUsers.js';
import { lockUsers } from './lockUsers.js';

describe('users between deletion and assignment', () => {
  let test: TestDatabase;
  let project: TestProject;

  before(async () => {
    test = await createTestDatabase();
    project = await addProject(test.database);
  });
  after(() => test.drop());

  const person = (name: string) => ({ name, email: `${name}@example.org`, phone: '' });

  async function order(transaction: Transaction, name: string): Promise<DesktopUserId> {
    const { ids: users } = await ensureDesktopUsers(
      transaction,
      realAmbient,
      project.projectId,
      [person(name)],
      () => undefined,
    );
    const userId = users.get(name);
    assert.ok(userId !== undefined);
    const desktopId = await addDesktop(transaction, project);
    await transaction
      .insertInto('desktop_assignments')
      .values({
        desktop_id: desktopId,
        user_id: userId,
        project_id: project.projectId,
        attached_at: new Date(),
      })
      .execute();
    return userId;
  }

  /** Waits until some session waits for a lock, so that the other side of a race is known to be in it. */
  async function untilSomeoneWaits(): Promise<void> {
    const deadline = Date.now() + 180_000;
    for (;;) {
      const { rows } = await test.pool.query(
        `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      if (rows.length > 0) return;
      assert.ok(Date.now() < deadline, 'nobody waits');
    }
  }

  it('S10: a deletion that meets an uncommitted desktop waits for it and refuses', async () => {
    const userId = await addUser(test.database, project, 'first');
    let deletion: Promise<unknown> = Promise.resolve();
    await test.database.transaction().execute(async (transaction) => {
      await order(transaction, 'first');
      deletion = deleteUsers(test.database, project.projectId, [userId]).then(
        () => 'deleted',
        (error: { code?: string }) => error.code,
      );
      await untilSomeoneWaits();
    });
    assert.equal(await deletion, 'DPL.0409');
  });

  it('S10: an order that meets an uncommitted deletion waits for it and creates the user anew', async () => {
    const old = await addUser(test.database, project, 'second');
    let created: Promise<DesktopUserId> | undefined;
    await test.database.transaction().execute(async (transaction) => {
      assert.equal((await lockUsers(transaction, [{ projectId: project.projectId, id: old }])).length, 1);
      created = test.database.transaction().execute((ordering) => order(ordering, 'second'));
      await untilSomeoneWaits();
      await transaction.deleteFrom('desktop_users').where('id', '=', old).execute();
    });
    const fresh = await created;
    assert.notEqual(fresh, old);
    const { rows } = await test.pool.query("select id from desktop_users where user_name = 'second'");
    assert.deepEqual(rows, [{ id: fresh }]);
  });

  it('S10: under a storm of both no desktop loses its user and no order fails', async () => {
    const name = 'storm';
    const remove = async (): Promise<void> => {
      const { rows } = await test.pool.query<{ id: DesktopUserId }>(
        'select id from desktop_users where user_name = $1',
        [name],
      );
      await deleteUsers(
        test.database,
        project.projectId,
        rows.map((row) => row.id),
      ).catch((error: { code?: string }) => assert.match(error.code ?? '', /^(DPL\.0409|WKS\.00170312)$/));
    };
    const finish = () =>
      test.pool.query(`update desktops set gone_at = now() where gone_at is null and exists (
        select from desktop_assignments join desktop_users on desktop_users.id = user_id
        where desktop_id = desktops.id and user_name = 'storm')`);
    for (let round = 0; round < 10; round += 1) {
      const orders = [0, 1].map(() =>
        test.database.transaction().execute((transaction) => order(transaction, name)),
      );
      await Promise.all([...orders, remove(), remove()]);
      const { rows } = await test.pool.query<{ assigned: number }>(
        `select count(*)::int as assigned from desktop_assignments
         join desktops on desktops.id = desktop_id join desktop_users on desktop_users.id = user_id
         where gone_at is null and user_name = $1`,
        [name],
      );
      assert.equal(rows[0]?.assigned, 2);
      await finish();
      if (round % 2 === 0) await remove();
    }
  });

  it('finds users by name in any case, once each, and fills in only what was empty', async () => {
    await addUser(test.database, project, 'known');
    await test.pool.query("update desktop_users set user_phone = '' where user_name = 'known'");
    const { ids, made } = await test.database.transaction().execute((transaction) =>
      ensureDesktopUsers(
        transaction,
        realAmbient,
        project.projectId,
        [
          { name: 'KNOWN', email: 'known@example.org', phone: '123' },
          { name: 'New', email: 'new@example.org', phone: '' },
          { name: 'new', email: '', phone: '' },
        ],
        () => undefined,
      ),
    );
    assert.deepEqual([...ids.keys()].sort(), ['known', 'new']);
    assert.deepEqual(made, [{ id: ids.get('new'), name: 'New' }]);
    const { rows } = await test.pool.query(
      `select user_name, user_email, user_phone from desktop_users
       where lower(user_name) in ('known', 'new') order by user_name collate "C"`,
    );
    assert.deepEqual(rows, [
      { user_name: 'New', user_email: 'new@example.org', user_phone: '' },
      { user_name: 'known', user_email: 'known@example.org', user_phone: '123' },
    ]);
  });

  it('lets orders for the same people in another order pass each other', async () => {
    const names = ['p1', 'p2', 'p3', 'p4'];
    await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        test.database.transaction().execute(async (transaction) => {
          const people = (index % 2 === 0 ? names : names.toReversed()).map(person);
          const { ids: users } = await ensureDesktopUsers(
            transaction,
            realAmbient,
            project.projectId,
            people,
            () => undefined,
          );
          assert.equal(users.size, names.length);
        }),
      ),
    );
    const { rows } = await test.pool.query("select 1 from desktop_users where user_name ~ '^p[1-4]$'");
    assert.equal(rows.length, 4);
  });
});
