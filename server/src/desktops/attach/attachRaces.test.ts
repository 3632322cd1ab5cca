import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { realAmbient } from '../../ambient.js';
import { readDeletables } from '../../deletion/plan/readDeletables.js';
import { ApiError } from '../../errors/errors.js';
import type { DesktopId, DesktopUserId, JobId } from '../../ids.js';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import { addDesktop, addProject, addService, addUser, type TestProject } from '../../testing/desktopRows.js';
import { startTestService } from '../../testing/startTestService.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { waitUntil } from '../../testing/waitUntil.js';
import { deleteUsers } from '../../users/deleteUsers.js';
import { lockUsers } from '../../users/lockUsers.js';
import { attachDesktops, attachDesktopsIn } from './attachDesktops.js';
import { detachDesktops } from './detachDesktops.js';

describe('attaching against everything else', () => {
  let data: TestDatabase;
  let project: TestProject;
  before(async () => {
    data = await createTestDatabase();
    project = await addProject(data.database);
    await addService(data.database, project);
  });
  after(() => data.drop());

  const orderOf = (desktopId: DesktopId, ...people: (string | { name: string; email: string })[]) => ({
    desktopId,
    computerName: '',
    clearsData: false,
    users: people.map((person) => ({
      name: typeof person === 'string' ? person : person.name,
      email: typeof person === 'string' ? '' : person.email,
      id: '',
      group: 'default',
      at: 'desktops.0.',
      isGroup: false,
    })),
  });

  const readOne = async (desktopId: DesktopId) => {
    const [found] = await readDeletables(data.pool, [
      { projectId: project.projectId, desktopIds: [desktopId] },
    ]);
    return found?.desktops.get(desktopId);
  };

  const callOf = (...orders: ReturnType<typeof orderOf>[]) =>
    ({ projectId: project.projectId, orders, language: 'en', images: [] }) as const;
  const attach = (...orders: ReturnType<typeof orderOf>[]): Promise<JobId> =>
    attachDesktops(data.database, realAmbient, callOf(...orders), () => undefined);

  async function codesOf(jobId: JobId): Promise<(string | null)[]> {
    const rows = await data.database
      .selectFrom('sub_jobs')
      .select(['status', 'error_code'])
      .where('job_id', '=', jobId)
      .orderBy('position')
      .execute();
    assert.ok(rows.every((row) => (row.status === 'SUCCESS') === (row.error_code === null)));
    return rows.map((row) => row.error_code);
  }

  async function untilSomeoneWaits(): Promise<void> {
    await waitUntil(async () => {
      const { rows } = await data.pool.query(
        `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows.length > 0;
    }, 'someone to wait for a lock');
  }

  async function assignmentsOf(userId: DesktopUserId): Promise<number> {
    const rows = await data.database
      .selectFrom('desktop_assignments')
      .select('desktop_id')
      .where('user_id', '=', userId)
      .execute();
    return rows.length;
  }

  it('S10: waits for a user who is being deleted, and is then refused', async () => {
    const desktop = await addDesktop(data.database, project);
    const user = await addUser(data.database, project, 'leaving');
    let attached: Promise<JobId> | undefined;
    await data.database.transaction().execute(async (transaction) => {
      await lockUsers(transaction, [{ projectId: project.projectId, id: user }]);
      attached = attach(orderOf(desktop, 'leaving'));
      await untilSomeoneWaits();
      await transaction.deleteFrom('desktop_users').where('id', '=', user).execute();
    });
    assert.ok(attached !== undefined);
    assert.deepEqual(await codesOf(await attached), ['WKS.00170312']);
  });

  it('S10: makes a user anew who was deleted meanwhile, if there is an address', async () => {
    const desktop = await addDesktop(data.database, project);
    const user = await addUser(data.database, project, 'again');
    let attached: Promise<JobId> | undefined;
    await data.database.transaction().execute(async (transaction) => {
      await lockUsers(transaction, [{ projectId: project.projectId, id: user }]);
      attached = attach(orderOf(desktop, { name: 'again', email: 'again@example.org' }));
      await untilSomeoneWaits();
      await transaction.deleteFrom('desktop_users').where('id', '=', user).execute();
    });
    assert.ok(attached !== undefined);
    assert.deepEqual(await codesOf(await attached), [null]);
    const { rows } = await data.pool.query(
      `select u.id <> $2 as fresh from desktop_assignments a join desktop_users u on u.id = a.user_id
       where a.desktop_id = $1`,
      [desktop, user],
    );
    assert.deepEqual(rows, [{ fresh: true }]);
  });

  it('makes nobody for a desktop that somebody else gets first, and says why it could not be had', async () => {
    const [desktop, free] = [
      await addDesktop(data.database, project),
      await addDesktop(data.database, project),
    ];
    await addUser(data.database, project, 'quicker');
    const withAddress = (name: string) => ({ name, email: `${name}@example.org` });
    let attached: Promise<JobId> | undefined;
    await data.database.transaction().execute(async (transaction) => {
      await attachDesktopsIn(transaction, realAmbient, callOf(orderOf(desktop, 'quicker')), () => undefined);
      attached = attach(orderOf(desktop, withAddress('later')), orderOf(free, withAddress('served')));
      await untilSomeoneWaits();
    });
    assert.ok(attached !== undefined);
    assert.deepEqual(await codesOf(await attached), ['DPL.0409', null]);
    const { rows } = await data.pool.query(
      `select user_name from desktop_users where project_id = $1 and user_name in ('later', 'served')`,
      [project.projectId],
    );
    assert.deepEqual(rows, [{ user_name: 'served' }]);
  });

  it('S10: makes a deletion of the user wait, which then refuses', async () => {
    const desktop = await addDesktop(data.database, project);
    const user = await addUser(data.database, project, 'staying');
    let deletion: Promise<unknown> | undefined;
    await data.database.transaction().execute(async (transaction) => {
      await attachDesktopsIn(transaction, realAmbient, callOf(orderOf(desktop, 'staying')), () => undefined);
      deletion = deleteUsers(data.database, project.projectId, [user]).catch((error: unknown) => error);
      await untilSomeoneWaits();
    });
    const refused = await deletion;
    assert.ok(refused instanceof ApiError && refused.code === 'DPL.0409');
    assert.equal(await assignmentsOf(user), 1);
  });

  it('S1: a deletion that was planned before the attachment is planned again, and afterwards nobody gets in', async () => {
    const desktop = await addDesktop(data.database, project);
    await addUser(data.database, project, 'joining');
    const planned = await readOne(desktop);
    assert.deepEqual(await codesOf(await attach(orderOf(desktop, 'joining'))), [null]);
    const now = await readOne(desktop);
    assert.equal(now?.revision, (planned?.revision ?? 0) + 1);
    assert.deepEqual(
      now?.inventory.users.map((user) => user.name),
      ['joining'],
    );
    await data.database
      .updateTable('desktops')
      .set({ task_status: 'deleting' })
      .where('id', '=', desktop)
      .execute();
    assert.deepEqual(await codesOf(await attach(orderOf(desktop, 'joining'))), ['WKS.00010032']);
  });

  it('many calls over the same desktops and people, in every order, neither fail nor wait for ever', async () => {
    const names = ['w1', 'w2', 'w3', 'w4'];
    for (const name of names) await addUser(data.database, project, name);
    const desktops = await Promise.all(
      names.map(() => addDesktop(data.database, project, { desktop_type: 'SHARED' })),
    );
    const calls = Array.from({ length: 24 }, (_, index) => async () => {
      const turned = <T>(list: readonly T[]): T[] => {
        const cut = index % list.length;
        const all = [...list.slice(cut), ...list.slice(0, cut)];
        return index % 2 === 0 ? all : all.toReversed();
      };
      if (index % 4 === 3) {
        await detachDesktops(data.database, realAmbient, {
          projectId: project.projectId,
          orders: turned(desktops).map((desktopId) => ({ desktopId, users: 'all' as const })),
          jobType: 'detachDesktops',
          shutOff: false,
        });
        return;
      }
      // The address that they have: another one would be refused.
      const people = names.map((name) => ({ name, email: index % 3 === 0 ? `${name}@example.org` : '' }));
      const codes = await codesOf(
        await attach(...turned(desktops).map((id) => orderOf(id, ...turned(people)))),
      );
      assert.deepEqual(codes, [null, null, null, null]);
    });
    await Promise.all(calls.map((call) => call()));
    const { rows } = await data.pool.query<{ revision: number }>(
      'select revision from desktops where id = any($1)',
      [desktops],
    );
    assert.equal(rows.length, 4);
  });
});

describe('a user between the end of one desktop and the attachment to another', () => {
  it('S10: keeps the user if the attachment wins, and refuses it otherwise; never an orphan', async () => {
    const service = await startTestService({ simulated: { delayMs: 5 } });
    try {
      const rounds = 12;
      const spare = await createDesktops(service, { size: rounds, desktop_name: 'spare' });
      const people = spare.map((_, index) => `person${index}`);
      const doomed = await createDesktops(service, {
        desktops: people.map((user_name) => ({ user_name, user_email: `${user_name}@example.org` })),
      });
      const jobs = await Promise.all(
        spare.map(async (desktop_id, index) => {
          const desktop = doomed[index] ?? '';
          const user_name = people[index] ?? '';
          const deleting = service.call(
            'DELETE',
            `/desktops/${desktop}?delete_users=true&email_notification=false`,
          );
          // Aims at the end of the deletion: each round a little later in its life.
          await waitUntil(async () => {
            const { rows } = await service.database.pool.query(
              'select 1 from deletion_items where desktop_id = $1 and ended is not null',
              [desktop],
            );
            return rows.length >= index % 3;
          }, 'the deletion to be under way');
          const answer = await service.call('POST', '/desktops/attach', {
            desktops: [{ desktop_id, user_name }],
          });
          assert.equal(answer.status, 200, answer.text);
          assert.equal((await deleting).status, 204);
          return answer.body.job_id;
        }),
      );
      for (const id of doomed) await showUntilGone(service, id);
      for (const [index, job] of jobs.entries()) {
        const { rows } = await service.database.pool.query<{
          status: string;
          outcome: string;
          users: number;
          assigned: number;
        }>(
          `select s.status, d.outcome,
             (select count(*)::int from desktop_users where user_name = $2) as users,
             (select count(*)::int from desktop_assignments a join desktop_users u on u.id = a.user_id
              where u.user_name = $2) as assigned
           from sub_jobs s, deletion_users d where s.job_id = $1 and d.desktop_id = $3`,
          [job, people[index], doomed[index]],
        );
        const [row] = rows;
        assert.ok(row !== undefined);
        const won = row.status === 'SUCCESS';
        assert.deepEqual(
          [row.outcome, row.users, row.assigned],
          won ? ['kept', 1, 1] : ['deleted', 0, 0],
          `round ${index}`,
        );
      }
    } finally {
      await service.remove();
    }
  });
});
