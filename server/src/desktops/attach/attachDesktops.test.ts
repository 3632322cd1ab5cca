import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { realAmbient } from '../../ambient.js';
import { errorCatalogue } from '../../errors/errors.js';
import type { DesktopId } from '../../ids.js';
import { addJobRoutes } from '../../jobs/routes.js';
import { createDesktopApi, type DesktopApi } from '../../testing/desktopApi.js';
import {
  addDesktop,
  addProject,
  addService,
  addUser,
  type TestProject,
  testOffer,
} from '../../testing/desktopRows.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { addAttachRoutes } from './attachRoutes.js';

const windows = { id: randomUUID(), osType: 'Windows' } as const;

describe('attaching and detaching users', () => {
  let data: TestDatabase;
  let api: DesktopApi;
  let project: TestProject;

  before(async () => {
    data = await createTestDatabase();
    const { database } = data;
    api = await createDesktopApi(database, (app) => {
      addAttachRoutes(app, {
        database,
        ambient: realAmbient,
        engine: { offer: { images: [...testOffer.images, windows] } },
        announceWork: () => undefined,
      });
      addJobRoutes(app, { database });
    });
    project = await addProject(database);
    await addService(database, project);
  });
  after(async () => {
    await api.close();
    await data.drop();
  });

  const post = (path: string, body: object, caller?: 'nobody') =>
    api.call(project.projectId, 'POST', path, body, caller);

  /** @returns status and error code of each sub-job */
  async function attach(...desktops: object[]): Promise<[string, string | null][]> {
    const { status, body } = await post('/desktops/attach', { desktops });
    assert.equal(status, 200, JSON.stringify(body));
    assert.ok(typeof body === 'object' && body !== null && 'job_id' in body);
    const jobs = await data.pool.query<{ status: string; error_code: string | null }>(
      `select status, error_code from sub_jobs join jobs on jobs.id = job_id
       where job_id = $1 and job_type = 'attachDesktops' order by position`,
      [body.job_id],
    );
    return jobs.rows.map((row) => [row.status, row.error_code]);
  }

  async function detach(path: string, body: object): Promise<{ failed: [string, string][]; jobs: number }> {
    const answer = await post(path, body);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    const { failed_operation_list, success_job_ids } = Object(answer.body);
    return {
      failed: failed_operation_list.map((each: { desktop_id: string; error_code: string }) => [
        each.desktop_id,
        each.error_code,
      ]),
      jobs: success_job_ids.length,
    };
  }

  async function usersOf(id: DesktopId): Promise<string[]> {
    const { rows } = await data.pool.query<{ user_name: string }>(
      `select user_name from desktop_assignments join desktop_users on desktop_users.id = user_id
       where desktop_id = $1 order by user_name`,
      [id],
    );
    return rows.map((row) => row.user_name);
  }

  async function revisionOf(id: DesktopId): Promise<number> {
    const { rows } = await data.pool.query<{ revision: number }>(
      'select revision from desktops where id = $1',
      [id],
    );
    return rows[0]?.revision ?? 0;
  }

  const ok: [string, null] = ['SUCCESS', null];

  it('gives a desktop to a user who is there, whatever the case of the name, and raises its revision', async () => {
    const id = await addDesktop(data.database, project);
    await addUser(data.database, project, 'ann');
    assert.deepEqual(await attach({ desktop_id: id, user_name: 'ANN', user_group: 'sudo' }), [ok]);
    assert.deepEqual(await usersOf(id), ['ann']);
    assert.equal(await revisionOf(id), 2);
    assert.deepEqual(await attach({ desktop_id: id, user_name: 'ann', user_group: 'sudo' }), [ok]);
    assert.equal(await revisionOf(id), 2, 'nothing changed');
    assert.deepEqual(await attach({ desktop_id: id, user_name: 'ann', user_group: 'default' }), [ok]);
    assert.equal(await revisionOf(id), 3, 'another group');
  });

  it('takes and keeps any group of a listed user, as Terraform sends USER', async () => {
    const id = await addDesktop(data.database, project);
    const user_id = await addUser(data.database, project, 'terry');
    const listed = { user_id, user_name: 'terry', user_group: 'USER', type: 'USER' };
    assert.deepEqual(await attach({ desktop_id: id, attach_user_infos: [listed] }), [ok]);
    const sql = 'select user_group from desktop_assignments where desktop_id = $1';
    assert.deepEqual((await data.pool.query(sql, [id])).rows, [{ user_group: 'USER' }]);
  });

  it('takes a user by the id alone, in the list or beside it, and knows no other', async () => {
    const [listed, single, none] = [
      await addDesktop(data.database, project),
      await addDesktop(data.database, project),
      await addDesktop(data.database, project, { desktop_type: 'SHARED' }),
    ];
    const user_id = await addUser(data.database, project, 'idris');
    const foreign = await addUser(data.database, await addProject(data.database), 'isla');
    const byId = { user_id, user_group: 'sudo', type: 'USER' };
    assert.deepEqual(await attach({ desktop_id: listed, attach_user_infos: [byId] }), [ok]);
    assert.deepEqual(await attach({ desktop_id: single, user_id }), [ok]);
    assert.deepEqual([await usersOf(listed), await usersOf(single)], [['idris'], ['idris']]);
    for (const unknown of ['f'.repeat(32), foreign])
      assert.deepEqual(await attach({ desktop_id: none, attach_user_infos: [{ user_id: unknown }] }), [
        ['FAILED', 'WKS.00170312'],
      ]);
    assert.deepEqual(
      await attach({ desktop_id: none, attach_user_infos: [{ user_id: 'f'.repeat(32), type: 'GROUP' }] }),
      [['FAILED', 'WKS.00170208']],
    );
    for (const [users, field] of [
      [[{ type: 'USER' }], /attach_user_infos\.0\.user_name or user_id is missing/],
      [[{ user_id }, { user_id }], /names a user or group twice/],
      [[{ user_id }, { user_name: 'IDRIS' }], /names a user or group twice/],
    ] as const) {
      const body = { desktops: [{ desktop_id: none, attach_user_infos: users }] };
      const { status, body: said } = await post('/desktops/attach', body);
      assert.equal(status, 400, JSON.stringify(said));
      assert.match(JSON.stringify(said), field);
    }
    assert.deepEqual(await usersOf(none), []);
  });

  it('takes the groups of the system that the desktop has', async () => {
    const linux = await addDesktop(data.database, project);
    const pc = await addDesktop(data.database, project, { image_id: windows.id });
    await addUser(data.database, project, 'gus');
    const listed = (desktop_id: DesktopId, user_group: string) => ({
      desktop_id,
      attach_user_infos: [{ user_name: 'gus', user_group }],
    });
    for (const [order, words] of [
      [{ desktop_id: linux, user_name: 'gus', user_group: 'administrators' }, /sudo or default.*Linux/],
      [listed(linux, 'users'), /sudo or default.*Linux/],
      [{ desktop_id: pc, user_name: 'gus', user_group: 'sudo' }, /administrators or users.*Windows/],
    ] as const) {
      const { status, body } = await post('/desktops/attach', { desktops: [order] });
      assert.equal(status, 400);
      assert.match(JSON.stringify(body), words);
      assert.match(JSON.stringify(body), /body: desktops\.0\.(attach_user_infos\.0\.)?user_group/);
    }
    for (const order of [listed(pc, 'administrators'), listed(pc, ''), listed(linux, 'sudo')])
      assert.deepEqual(await attach(order), [ok]);
  });

  it('clears no data: asked to, it is refused for a desktop that somebody had, and there is nothing to clear of a new one', async () => {
    const fresh = await addDesktop(data.database, project);
    const used = await addDesktop(data.database, project);
    await addUser(data.database, project, 'clara', [used]);
    await addUser(data.database, project, 'conrad');
    await detach('/desktops/detach', { desktop_ids: [used] });
    const order = (desktop_id: DesktopId, is_clear_data: boolean) =>
      attach({ desktop_id, user_name: 'conrad', is_clear_data });
    const body = { desktops: [{ desktop_id: used, user_name: 'conrad', is_clear_data: true }] };
    const refused = await post('/desktops/attach', body);
    assert.equal(refused.status, 409);
    assert.match(JSON.stringify(refused.body), /DPL\.0501.*is_clear_data/);
    assert.deepEqual(await usersOf(used), []);
    assert.deepEqual(await order(used, false), [ok]);
    assert.deepEqual(await order(fresh, true), [ok]);
  });

  it('creates a user who comes with an address, but nobody for a desktop that cannot be had', async () => {
    const id = await addDesktop(data.database, project);
    const missing = randomUUID();
    const gone = await addDesktop(data.database, project, { gone_at: new Date() });
    const doomed = await addDesktop(data.database, project, { task_status: 'deleting' });
    const taken = await addDesktop(data.database, project);
    await addUser(data.database, project, 'abe', [taken]);
    const namesake = await addDesktop(data.database, project, { computer_name: 'never5' });
    const person = (name: string) => ({ user_name: name, user_email: `${name}@example.org` });
    assert.deepEqual(
      await attach(
        { desktop_id: id, ...person('bea') },
        { desktop_id: missing, ...person('never1') },
        { desktop_id: gone, ...person('never2') },
        { desktop_id: doomed, ...person('never3') },
        { desktop_id: taken, ...person('never4') },
        { desktop_id: namesake, ...person('never5') },
      ),
      [
        ok,
        ['FAILED', 'DPL.0404'],
        ['FAILED', 'DPL.0404'],
        ['FAILED', 'WKS.00010032'],
        ['FAILED', 'DPL.0409'],
        ['FAILED', 'DPL.0409'],
      ],
    );
    for (const asked of [
      { desktop_id: namesake, computer_name: 'other' },
      { desktop_id: taken, is_clear_data: true },
    ])
      assert.equal(
        (await post('/desktops/attach', { desktops: [{ ...asked, ...person('never6') }] })).status,
        409,
      );
    assert.deepEqual(await usersOf(id), ['bea']);
    const { rows } = await data.pool.query("select 1 from desktop_users where user_name ~ '^never'");
    assert.deepEqual(rows, []);
  });

  it('S4: refuses an address that is not the one of the user, whether by name or by id, and takes the same again', async () => {
    const id = await addDesktop(data.database, project);
    const userId = await addUser(data.database, project, 'eva');
    const { rows } = await data.pool.query('select user_email from desktop_users where id = $1', [userId]);
    const same = { desktop_id: id, user_name: 'eva', user_email: rows[0].user_email };
    for (const named of [same, { ...same, user_id: userId }]) {
      const other = { ...named, user_email: 'other@example.org' };
      const { status, body } = await post('/desktops/attach', { desktops: [other] });
      assert.equal(status, 409);
      assert.match(JSON.stringify(body), /DPL\.0409.*another user_email/);
      assert.deepEqual(await usersOf(id), []);
    }
    assert.deepEqual(await attach({ ...same, user_id: userId }), [ok]);
    assert.deepEqual(await usersOf(id), ['eva']);
  });

  it('refuses users and groups who are not there, and a user who is called as the desktop', async () => {
    const id = await addDesktop(data.database, project, { computer_name: 'cid' });
    await addUser(data.database, project, 'CID');
    await addUser(data.database, project, 'dan');
    assert.deepEqual(await attach({ desktop_id: id, user_name: 'nobody' }), [['FAILED', 'WKS.00170312']]);
    assert.deepEqual(await attach({ desktop_id: id, user_name: 'dan', user_id: 'f'.repeat(32) }), [
      ['FAILED', 'WKS.00170312'],
    ]);
    assert.deepEqual(await attach({ desktop_id: id, user_name: 'cid' }), [['FAILED', 'DPL.0409']]);
    const group = { user_name: 'dan', user_group: 'default', type: 'GROUP' };
    assert.deepEqual(await attach({ desktop_id: id, attach_user_infos: [group] }), [
      ['FAILED', 'WKS.00170208'],
    ]);
    const other = { desktop_id: id, user_name: 'dan', computer_name: 'other' };
    const refused = await post('/desktops/attach', { desktops: [other] });
    assert.equal(refused.status, 409);
    assert.match(JSON.stringify(refused.body), /DPL\.0501.*computer_name/);
    assert.deepEqual([await usersOf(id), await revisionOf(id)], [[], 1]);
  });

  it('says in the language of the call why a desktop cannot be had', async () => {
    const id = await addDesktop(data.database, project);
    const { payload } = await api.app.inject({
      method: 'POST',
      url: `/v2/${project.projectId}/desktops/attach`,
      headers: { 'x-auth-token': 'root', 'x-language': 'zh-cn' },
      payload: { desktops: [{ desktop_id: id, user_name: 'nobody' }] },
    });
    const { rows } = await data.pool.query<{ fail_reason: string }>(
      'select fail_reason from sub_jobs where job_id = $1',
      [JSON.parse(payload).job_id],
    );
    assert.deepEqual(rows, [{ fail_reason: errorCatalogue['WKS.00170312'].zh }]);
  });

  it('gives a dedicated desktop to one, a shared one to several', async () => {
    const dedicated = await addDesktop(data.database, project);
    const shared = await addDesktop(data.database, project, { desktop_type: 'SHARED' });
    for (const name of ['eve', 'fay']) await addUser(data.database, project, name);
    const both = [
      { user_name: 'eve', user_group: 'default' },
      { user_name: 'fay', user_group: 'sudo' },
    ];
    assert.deepEqual(
      await attach(
        { desktop_id: dedicated, attach_user_infos: both },
        { desktop_id: shared, attach_user_infos: both },
      ),
      [['FAILED', 'DPL.0409'], ok],
    );
    assert.deepEqual(await usersOf(shared), ['eve', 'fay']);
    assert.deepEqual(await attach({ desktop_id: dedicated, user_name: 'eve' }), [ok]);
    assert.deepEqual(await attach({ desktop_id: dedicated, user_name: 'fay' }), [['FAILED', 'DPL.0409']]);
    assert.deepEqual(await usersOf(dedicated), ['eve']);
  });

  it('S16: neither a foreign desktop nor a foreign user can be had, and nobody without the right', async () => {
    const other = await addProject(data.database);
    const foreign = await addDesktop(data.database, other);
    await addUser(data.database, other, 'gil');
    const id = await addDesktop(data.database, project);
    await addUser(data.database, project, 'hal');
    assert.deepEqual(
      await attach({ desktop_id: foreign, user_name: 'hal' }, { desktop_id: id, user_name: 'gil' }),
      [
        ['FAILED', 'DPL.0404'],
        ['FAILED', 'WKS.00170312'],
      ],
    );
    assert.deepEqual(await detach('/desktops/detach', { desktop_ids: [foreign] }), {
      failed: [[foreign, 'DPL.0404']],
      jobs: 0,
    });
    for (const [path, body] of [
      ['/desktops/attach', { desktops: [{ desktop_id: id, user_name: 'hal' }] }],
      ['/desktops/detach', { desktop_ids: [id] }],
      ['/desktops/batch-detach', { desktops: [{ desktop_id: id, is_detach_all_users: true }] }],
    ] as const)
      assert.equal((await post(path, body, 'nobody')).status, 403, path);
  });

  it('refuses calls that contradict themselves or ask for what cannot be, with a reason', async () => {
    const id = await addDesktop(data.database, project);
    const one = { desktop_id: id, user_name: 'ann' };
    for (const [body, status] of [
      [{ desktops: [] }, 400],
      [{ desktops: [one, one] }, 400],
      [{ desktops: [{ desktop_id: id }] }, 400],
      [{ desktops: Array.from({ length: 51 }, () => ({ ...one, desktop_id: randomUUID() })) }, 400],
      [{ desktops: [{ ...one, user_name: 'a b' }] }, 400],
      [{ desktops: [{ ...one, user_name: 'a\u0000' }] }, 400],
      [{ desktops: [{ desktop_id: id, attach_user_infos: [{ user_name: 'x' }, { user_name: 'X' }] }] }, 400],
      [{ desktops: [one], image_id: 'another' }, 409],
      [{ desktops: [one], kms_id: 'key' }, 409],
    ] as const)
      assert.equal((await post('/desktops/attach', body)).status, status, JSON.stringify(body).slice(0, 80));
    assert.deepEqual([await usersOf(id), await revisionOf(id)], [[], 1]);
  });

  it('takes all or some users off, and tells who had the desktop before', async () => {
    const id = await addDesktop(data.database, project, {
      desktop_type: 'SHARED',
      computer_name: 'shared-9',
    });
    const ivy = await addUser(data.database, project, 'ivy', [id]);
    const jim = await addUser(data.database, project, 'jim', [id]);
    const kim = await addUser(data.database, project, 'kim', [id]);
    const some = (...names: string[]) => ({
      desktops: [{ desktop_id: id, detach_user_infos: names.map((user_name) => ({ user_name })) }],
    });
    assert.deepEqual(await detach('/desktops/batch-detach', some('ivy', 'nobody')), {
      failed: [[id, 'WKS.00170312']],
      jobs: 0,
    });
    assert.deepEqual(await usersOf(id), ['ivy', 'jim', 'kim'], 'a desktop as a whole or not at all');
    assert.deepEqual(await detach('/desktops/batch-detach', some('IVY')), { failed: [], jobs: 1 });
    assert.deepEqual([await usersOf(id), await revisionOf(id)], [['jim', 'kim'], 2]);
    assert.deepEqual(await detach('/desktops/detach', { desktop_ids: [id, id] }), { failed: [], jobs: 1 });
    assert.deepEqual([await usersOf(id), await revisionOf(id)], [[], 3]);
    await data.database.deleteFrom('desktop_users').where('id', '=', kim).execute();
    const { body } = await api.call(project.projectId, 'GET', `/desktops/${id}/detach-info`);
    const infos = Object(body).desktop_detach_infos;
    assert.deepEqual(
      infos.map((info: { user_id: string; user_name: string; desktop_name: string; user_group: string }) => [
        info.user_id,
        info.user_name,
        info.desktop_name,
        info.user_group,
      ]),
      [
        [jim, 'jim', 'shared-9', 'sudo'],
        [ivy, 'ivy', 'shared-9', 'sudo'],
      ],
    );
  });

  it('leaves a desktop its users that is being deleted or hibernated', async () => {
    for (const [different, code] of [
      [{ task_status: 'deleting' }, 'WKS.00010032'],
      [{ task_status: 'deleteFailed' }, 'WKS.00010032'],
      [{ status: 'HIBERNATED' }, 'WKS.00010032'],
      [{ gone_at: new Date() }, 'DPL.0404'],
    ] as const) {
      const id = await addDesktop(data.database, project, different);
      await addUser(data.database, project, `user-${id.slice(0, 8)}`, [id]);
      assert.deepEqual(await detach('/desktops/detach', { desktop_ids: [id] }), {
        failed: [[id, code]],
        jobs: 0,
      });
      assert.equal((await usersOf(id)).length, 1);
    }
  });

  it('switches a desktop off behind its user when asked to', async () => {
    const id = await addDesktop(data.database, project);
    const off = await addDesktop(data.database, project, { status: 'SHUTOFF' });
    const answer = await detach('/desktops/detach', { desktop_ids: [id, off], shutoff_after_detach: true });
    assert.deepEqual(answer, { failed: [], jobs: 2 });
    const { rows } = await data.pool.query('select id, task_status from desktops where id = any($1)', [
      [id, off],
    ]);
    assert.deepEqual(Object.fromEntries(rows.map((row) => [row.id, row.task_status])), {
      [id]: 'powering-off',
      [off]: '',
    });
  });
});
