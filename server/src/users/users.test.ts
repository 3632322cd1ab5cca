import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { verify } from '@node-rs/argon2';
import { realAmbient } from '../ambient.js';
import { createPasswords } from '../secrets/passwords.js';
import { checkAnswers } from '../testing/checkAnswers.js';
import { createDesktopApi, type DesktopApi } from '../testing/desktopApi.js';
import { addDesktop, addProject, addUser, type TestProject } from '../testing/desktopRows.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { openWorkspace } from '../workspace/openWorkspace.js';
import { addUserRoutes } from './routes.js';

type Body = Record<string, unknown>;

describe('desktop users', () => {
  let test: TestDatabase;
  let api: DesktopApi;
  let project: TestProject;
  let other: TestProject;

  before(async () => {
    test = await createTestDatabase();
    project = await openProject();
    other = await openProject();
    const passwords = await createPasswords(realAmbient);
    api = await createDesktopApi(test.database, (app) => {
      checkAnswers(app);
      addUserRoutes(app, {
        database: test.database,
        ambient: realAmbient,
        passwords,
        canInvite: false,
        announceMails: () => undefined,
      });
    });
  });
  after(async () => {
    await api.close();
    await test.drop();
  });

  async function openProject(): Promise<TestProject> {
    const added = await addProject(test.database);
    await openWorkspace(test.database, realAmbient, { projectId: added.projectId, language: 'en' });
    return added;
  }

  async function call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
    of = project,
  ): Promise<{ status: number; body: Body }> {
    const answer = await api.call(of.projectId, method, path, body);
    return { status: answer.status, body: Object.fromEntries(Object.entries(Object(answer.body ?? {}))) };
  }

  async function create(body: object): Promise<string> {
    const answer = await call('POST', '/users', body);
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return String(answer.body['id']);
  }

  async function detail(id: string): Promise<Body> {
    const { status, body } = await call('GET', `/users/${id}`);
    assert.equal(status, 200, JSON.stringify(body));
    return Object.fromEntries(Object.entries(Object(body['user_detail'])));
  }

  async function namesOf(query: string, of = project): Promise<unknown[]> {
    const { status, body } = await call('GET', `/users?${query}`, undefined, of);
    assert.equal(status, 200, JSON.stringify(body));
    return listed(body).map((user) => user['user_name']);
  }

  it('creates a user, shows, changes and deletes them as Terraform does', async () => {
    const id = await create({
      user_name: 'tf-acc-test01_with_admin',
      active_type: 'ADMIN_ACTIVATE',
      user_email: '',
      user_phone: '+8612345678987',
      password: 'Secret-123',
      description: '',
      account_expires: '2030-01-31T10:20:30.000Z',
      enable_change_password: true,
      next_login_change_password: false,
      some_future_field: 1,
    });
    assert.match(id, /^[0-9a-f]{32}$/);
    const update = { description: '', user_email: '', user_phone: '', active_type: 'ADMIN_ACTIVATE' };
    const changed = await call('PUT', `/users/${id}`, {
      ...update,
      account_expires: '0',
      enable_change_password: false,
      next_login_change_password: true,
      password_never_expired: true,
      disabled: true,
    });
    assert.deepEqual(changed, { status: 200, body: { id } });
    const user = await detail(id);
    assert.deepEqual(
      [user['user_phone'], user['account_expires'], user['disabled'], user['password_never_expired']],
      ['', 0, true, true],
    );
    assert.deepEqual([user['enable_change_password'], user['enabled_change_password']], [false, false]);
    assert.equal((await call('DELETE', `/users/${id}`)).status, 204);
    for (const answer of [await call('GET', `/users/${id}`), await call('DELETE', `/users/${id}`)]) {
      assert.deepEqual([answer.status, answer.body['error_code']], [404, 'WKS.00170312']);
    }
    assert.equal((await call('PUT', `/users/${id}`, update)).status, 404);
  });

  it('keeps a way to send a user without a password the link to choose one', async () => {
    const id = await create({ user_name: 'linked', user_email: 'l@example.org', user_phone: '+49301234567' });
    const put = (body: object) => call('PUT', `/users/${id}`, body);
    assert.equal((await put({ user_phone: '' })).status, 200);
    for (const body of [{ user_email: '' }, { user_email: '', user_phone: '', description: 'x' }]) {
      const { status, body: said } = await put(body);
      assert.deepEqual(
        [status, said['error_code'], said['error_detail']],
        [400, 'WKS.0001', 'body: user_email'],
      );
    }
    const kept = await detail(id);
    assert.deepEqual([kept['user_email'], kept['description']], ['l@example.org', '']);
    assert.equal((await put({ user_email: '', user_phone: '+49301234567' })).status, 200);
    // Not by way of the other activation either.
    assert.equal((await put({ active_type: 'ADMIN_ACTIVATE', user_phone: '' })).status, 200);
    assert.equal((await put({ active_type: 'USER_ACTIVATE' })).status, 400);
    assert.equal((await put({ active_type: 'USER_ACTIVATE', user_email: 'l@example.org' })).status, 200);
    // An order of desktops makes users without any: they can be changed all the same.
    await test.pool.query("update desktop_users set user_email = '' where id = $1", [id]);
    assert.equal((await put({ description: 'as before', user_email: '', user_phone: '' })).status, 200);
  });

  it('converts the end of an account between its three forms', async () => {
    const id = await create({
      user_name: 'expiring',
      user_email: 'e@example.org',
      account_expires: '2001-02-03T04:05:06Z',
    });
    const user = await detail(id);
    assert.deepEqual([user['account_expires'], user['user_expired']], [Date.UTC(2001, 1, 3, 4, 5, 6), true]);
    const [entry] = listed((await call('GET', '/users?user_name=expiring')).body);
    assert.deepEqual(
      [entry?.['account_expires'], entry?.['account_expired']],
      ['2001-02-03T04:05:06.000Z', true],
    );
    await call('PUT', `/users/${id}`, { account_expires: '' });
    assert.equal((await detail(id))['user_expired'], true, 'an empty text changes nothing');
    for (const wrong of ['tomorrow', '2030-02-30T00:00:00Z', '1', '2030-01-01']) {
      assert.equal((await call('PUT', `/users/${id}`, { account_expires: wrong })).status, 400, wrong);
    }
  });

  it('stores a password hashed and never answers it', async () => {
    const password = `pw-${randomBytes(6).toString('hex')}`;
    const id = await create({ user_name: 'secret', active_type: 'ADMIN_ACTIVATE', password });
    const { rows } = await test.pool.query<{ password_hash: string }>(
      'select password_hash from desktop_users where id = $1',
      [id],
    );
    assert.match(rows[0]?.password_hash ?? '', /^\$argon2id\$/);
    assert.ok(await verify(rows[0]?.password_hash ?? '', password));
    const answers = JSON.stringify([await detail(id), await call('GET', '/users')]);
    assert.ok(!answers.includes(password) && !answers.includes('argon2'));
  });

  it('refuses what does not go together or has a wrong form, and names the field', async () => {
    const good = { user_name: 'good', user_email: 'good@example.org' };
    const wrong: [object, number, string][] = [
      [{ user_email: 'x@example.org' }, 400, 'WKS.0001'],
      [{ user_name: 'nobody-to-reach' }, 400, 'WKS.0001'],
      [{ ...good, active_type: 'ADMIN_ACTIVATE' }, 400, 'WKS.0001'],
      [{ ...good, active_type: 'ADMIN_ACTIVATE', password: 'short' }, 400, 'WKS.0001'],
      [{ ...good, password: 'x'.repeat(33) }, 400, 'WKS.0001'],
      [{ ...good, group_ids: ['g'] }, 400, 'WKS.00170208'],
      [{ ...good, description: 'd'.repeat(256) }, 400, 'WKS.0001'],
      [{ ...good, enable_change_password: 'true' }, 400, 'WKS.0001'],
      ...['', '-a', 'a.', 'a b', 'a@b', 'x'.repeat(33), 'a\n'].map((name): [object, number, string] => [
        { ...good, user_name: name },
        400,
        'WKS.0001',
      ]),
      ...['x', 'a@b@c', 'a b@c', 'a@b\r\nBcc: c@d', 'a@b,c@d', `${'x'.repeat(64)}@y`].map(
        (email): [object, number, string] => [{ ...good, user_email: email }, 400, 'WKS.0001'],
      ),
    ];
    for (const [body, status, code] of wrong) {
      const answer = await call('POST', '/users', body);
      assert.deepEqual([answer.status, answer.body['error_code']], [status, code], JSON.stringify(body));
    }
    assert.deepEqual(await namesOf('user_name=good'), []);
  });

  it('keeps names unique in a project, without regard to case', async () => {
    await create({ user_name: 'Unique', user_email: 'u@example.org' });
    const again = await call('POST', '/users', { user_name: 'uNIQUE', user_email: 'v@example.org' });
    assert.deepEqual([again.status, again.body['error_code']], [409, 'DPL.0409']);
    const elsewhere = await call(
      'POST',
      '/users',
      { user_name: 'Unique', user_email: 'u@example.org' },
      other,
    );
    assert.equal(elsewhere.status, 201);
  });

  it('creates none where the service is not open', async () => {
    const closed = await addProject(test.database);
    const answer = await call('POST', '/users', { user_name: 'a', user_email: 'a@example.org' }, closed);
    assert.deepEqual([answer.status, answer.body['error_code']], [403, 'WKS.00010099']);
  });

  it('lists by exact name, names, description, state and page, with true totals', async () => {
    const own = await openProject();
    const desktops = [await addDesktop(test.database, own), await addDesktop(test.database, own)];
    const gone = await addDesktop(test.database, own, { gone_at: new Date() });
    await addUser(test.database, own, 'anna', [...desktops, gone]);
    await addUser(test.database, own, 'annabel');
    await addUser(test.database, own, 'Berta');
    await test.pool.query(`update desktop_users set description = '100% Night_Shift', disabled = true
      where user_name = 'Berta'`);
    assert.deepEqual(await namesOf('', own), ['anna', 'annabel', 'Berta']);
    assert.deepEqual(await namesOf('user_name=anna', own), ['anna']);
    assert.deepEqual(await namesOf('user_name=ann', own), []);
    assert.deepEqual(await namesOf('user_names=berta&user_names=anna', own), ['anna', 'Berta']);
    assert.deepEqual(await namesOf('description=night_', own), ['Berta']);
    assert.deepEqual(await namesOf('description=100%25%20n', own), ['Berta']);
    assert.deepEqual(await namesOf('description=%25x', own), []);
    assert.deepEqual(await namesOf('disabled=false', own), ['anna', 'annabel']);
    assert.deepEqual(await namesOf('active_type=ADMIN_ACTIVATE', own), []);
    assert.deepEqual(await namesOf('enterprise_project_id=0&limit=2', own), ['anna', 'annabel']);
    assert.deepEqual(await namesOf('limit=2&offset=2', own), ['Berta']);
    assert.deepEqual(await namesOf('offset=3', own), []);
    assert.deepEqual(await namesOf('group_name=g', own), []);
    const { body } = await call('GET', '/users?limit=1', undefined, own);
    assert.equal(body['total_count'], 3);
    assert.equal(listed(body)[0]?.['total_desktops'], 2, 'a gone desktop is nobody’s');
    const quick = await call('GET', '/users?is_query_total_desktops=false', undefined, own);
    assert.equal(listed(quick.body)[0]?.['total_desktops'], null);
    for (const query of ['limit=-1', 'limit=x', 'disabled=yes', 'user_name=', 'user_name=a&user_name=b']) {
      assert.equal((await call('GET', `/users?${query}`, undefined, own)).status, 400, query);
    }
  });

  it('S10: refuses to delete a user with a desktop that is not gone, also one being created', async () => {
    const own = await openProject();
    const building = await addDesktop(test.database, own, { status: '', task_status: 'scheduling' });
    const id = await addUser(test.database, own, 'busy', [building]);
    const idle = await addUser(test.database, own, 'idle');
    const single = await call('DELETE', `/users/${id}`, undefined, own);
    assert.deepEqual([single.status, single.body['error_code']], [409, 'DPL.0409']);
    const batch = await call('POST', '/users/batch-delete', { user_ids: [idle, id] }, own);
    assert.equal(batch.status, 409);
    assert.deepEqual(await namesOf('', own), ['busy', 'idle'], 'all or nothing');
    await test.pool.query('update desktops set gone_at = now() where id = $1', [building]);
    assert.equal((await call('POST', '/users/batch-delete', { user_ids: [idle, id, id] }, own)).status, 204);
    assert.deepEqual(await namesOf('', own), []);
  });

  it('S16: treats another project’s user like a missing one, everywhere', async () => {
    const foreign = await addUser(test.database, other, 'foreign');
    const own = await addUser(test.database, project, 'own');
    for (const [method, path, body] of [
      ['GET', '/users/{}', undefined],
      ['PUT', '/users/{}', { description: 'x' }],
      ['DELETE', '/users/{}', undefined],
      ['POST', '/users/batch-delete', '{}'],
    ] as const) {
      const answers = await Promise.all(
        [foreign, randomUUID().replaceAll('-', ''), "' or true --"].map((id) =>
          call(
            method,
            path.replace('{}', encodeURIComponent(id)),
            body === '{}' ? { user_ids: [own, id] } : body,
          ),
        ),
      );
      for (const answer of answers) {
        assert.equal(answer.status, 404, `${method} ${path}`);
        assert.deepEqual(answer.body, answers[0]?.body);
      }
    }
    assert.deepEqual(await namesOf('user_name=foreign', other), ['foreign']);
    assert.deepEqual(await namesOf('user_name=own'), ['own']);
  });

  it('answers 403 to who has no right, whether the user is there or not, and does nothing', async () => {
    const id = await addUser(test.database, project, 'guarded');
    for (const target of [id, randomUUID().replaceAll('-', '')]) {
      for (const method of ['GET', 'PUT', 'DELETE'] as const) {
        const body = method === 'PUT' ? { disabled: true } : undefined;
        const answer = await api.call(project.projectId, method, `/users/${target}`, body, 'nobody');
        assert.equal(answer.status, 403, method);
      }
    }
    assert.deepEqual(await namesOf('user_name=guarded&disabled=false'), ['guarded']);
  });
});

function listed(body: Body): Body[] {
  const { users } = body;
  assert.ok(Array.isArray(users));
  return users.map((user) => Object.fromEntries(Object.entries(Object(user))));
}
