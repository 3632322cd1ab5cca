import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createPolicyUsers } from '../../testing/policyUsers.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';
import { groupLimits } from './groupLimits.js';

const missing = '0'.repeat(32);
let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const call: TestService['call'] = (...request) => service.call(...request);
const said = ({ status, body }: TestAnswer) => [status, body?.error_code];

async function group(name: string, more: object = {}): Promise<string> {
  const answer = await call('POST', '/groups', { group_name: name, platform_type: 'LOCAL', ...more });
  assert.equal(answer.status, 201, answer.text);
  return answer.body.id;
}

async function user(name: string, more: object = {}): Promise<string> {
  const answer = await call('POST', '/users', {
    user_name: name,
    user_email: `${name}@example.com`,
    ...more,
  });
  assert.equal(answer.status, 201, answer.text);
  return answer.body.id;
}

const change = (id: string, op_type: 'ADD' | 'DELETE', ...user_ids: string[]): Promise<TestAnswer> =>
  call('POST', `/groups/${id}/actions`, { op_type, user_ids });
const members = async (id: string, query = ''): Promise<string[]> =>
  (await call('GET', `/groups/${id}/users${query}`)).body.users.map(
    (each: { user_name: string }) => each.user_name,
  );
const shown = async (id: string) =>
  (await call('GET', '/groups')).body.user_groups.find((each: { id: string }) => each.id === id);
const groupsOf = async (id: string): Promise<string[]> =>
  (await call('GET', `/users/${id}`)).body.user_detail.group_names;

describe('groups of desktop users', () => {
  it('are made, found by name, changed and deleted as Terraform does it', async () => {
    const id = await group('Blue team', { description: 'on the second floor' });
    const { create_time, ...rest } = await shown(id);
    assert.match(create_time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.deepEqual(rest, {
      id,
      name: 'Blue team',
      description: 'on the second floor',
      user_quantity: 0,
      parent: null,
      realm_id: null,
      platform_type: 'LOCAL',
      group_dn: null,
      domain: null,
      sid: id,
      total_desktops: 0,
    });
    const [one, two, three] = [await user('one'), await user('two'), await user('three')];
    assert.equal((await change(id, 'ADD', three, one)).status, 204);
    assert.deepEqual(await members(id), ['three', 'one'], 'in the order of the configuration');
    assert.equal((await call('PUT', `/groups/${id}`, {})).status, 200, 'only its users change');
    assert.equal((await change(id, 'DELETE', three, one)).status, 204);
    assert.equal((await change(id, 'ADD', one, two, three)).status, 204);
    assert.deepEqual(await members(id), ['one', 'two', 'three']);
    assert.equal((await call('PUT', `/groups/${id}`, { group_name: 'Green', description: '' })).status, 200);
    const changed = await shown(id);
    assert.deepEqual([changed.name, changed.description, changed.user_quantity], ['Green', '', 3]);
    assert.deepEqual(await groupsOf(one), ['Green']);
    assert.equal((await call('DELETE', `/groups/${id}`)).status, 204);
    assert.deepEqual(said(await call('DELETE', `/groups/${id}`)), [400, 'WKS.00170208']);
    assert.deepEqual(await groupsOf(one), [], 'its users stay');
  });

  it('are listed by name, page by page, and found by a part of it', async () => {
    for (const name of ['list c', 'List A', 'list_b', 'other']) await group(name);
    const names = async (query: string): Promise<string[]> =>
      (await call('GET', `/groups${query}`)).body.user_groups.map((each: { name: string }) => each.name);
    assert.deepEqual(await names('?keyword=LIST'), ['List A', 'list c', 'list_b']);
    assert.deepEqual(await names('?keyword=t_'), ['list_b']);
    assert.deepEqual(await names('?keyword=list&limit=1&offset=1'), ['list c']);
    assert.deepEqual(await names('?keyword=list&offset=3'), []);
    assert.deepEqual(await names('?domain=corp.example'), []);
    assert.deepEqual(await names('?platform_type=AD'), []);
    assert.deepEqual(await names('?keyword=other&platform_type=LOCAL'), ['other']);
    assert.equal((await call('GET', '/groups?keyword=list&limit=1')).body.total_count, 3);
    assert.deepEqual(said(await call('GET', '/groups?limit=101')), [400, 'WKS.0001']);
  });

  it('refuse a name that is taken in any case, a directory, and what has a wrong form, and change nothing', async () => {
    const id = await group('Taken');
    const other = await group('Free');
    for (const name of ['Taken', 'TAKEN']) {
      const answer = await call('POST', '/groups', { group_name: name, platform_type: 'LOCAL' });
      assert.deepEqual(said(answer), [409, 'DPL.0409']);
      assert.equal(answer.body.error_detail, 'body: group_name');
      assert.deepEqual(said(await call('PUT', `/groups/${other}`, { group_name: name })), [409, 'DPL.0409']);
    }
    assert.equal((await call('PUT', `/groups/${id}`, { group_name: 'taken' })).status, 200, 'its own name');
    const directory = await call('POST', '/groups', { group_name: 'corp', platform_type: 'AD' });
    assert.deepEqual(said(directory), [400, 'WKS.0001']);
    assert.match(directory.body.error_msg, /platform_type must be LOCAL/);
    for (const name of ['', ' ', ' x', 'x ', 'a\nb', 'x'.repeat(65)])
      assert.deepEqual(
        said(await call('POST', '/groups', { group_name: name, platform_type: 'LOCAL' })),
        [400, 'WKS.0001'],
        JSON.stringify(name),
      );
    assert.equal((await shown(other)).name, 'Free');
    assert.deepEqual((await call('GET', '/groups?keyword=corp')).body.user_groups, []);
  });

  it('take all of the named users or none, and no fault from who is in already or not any more', async () => {
    const id = await group('Whole');
    const ann = await user('ann');
    const refused = await change(id, 'ADD', ann, missing);
    assert.deepEqual(said(refused), [404, 'WKS.00170312']);
    assert.equal(refused.body.error_detail, `user_ids: ${missing}`);
    assert.deepEqual(await members(id), []);
    for (const operation of ['ADD', 'ADD', 'DELETE', 'DELETE'] as const)
      assert.equal((await change(id, operation, ann)).status, 204);
    assert.deepEqual(await members(id), []);
    assert.deepEqual(said(await change(id, 'ADD', ...Array<string>(51).fill(ann))), [400, 'WKS.0001']);
    for (const path of ['actions', 'users'])
      assert.deepEqual(
        said(
          path === 'users'
            ? await call('GET', `/groups/${missing}/users`)
            : await change(missing, 'ADD', ann),
        ),
        [400, 'WKS.00170208'],
      );
  });

  it('show their users as asked for', async () => {
    const id = await group('Narrow');
    const given = { active_type: 'ADMIN_ACTIVATE', password: 'Given-by-admin-1' };
    const ids = [
      await user('narrow-1', { description: 'Night shift' }),
      await user('narrow-2', given),
      await user('narrow-3'),
    ];
    await change(id, 'ADD', ...ids);
    assert.deepEqual(await members(id, '?user_name=NARROW-2'), ['narrow-2']);
    assert.deepEqual(await members(id, '?user_name=narrow'), []);
    assert.deepEqual(await members(id, '?description=night'), ['narrow-1']);
    assert.deepEqual(await members(id, '?active_type=ADMIN_ACTIVATE'), ['narrow-2']);
    assert.deepEqual(await members(id, '?limit=2&offset=1'), ['narrow-2', 'narrow-3']);
    const { body } = await call('GET', `/groups/${id}/users?limit=1`);
    assert.equal(body.total_count, 3);
    assert.deepEqual(body.users, [
      {
        id: ids[0],
        user_name: 'narrow-1',
        domain: null,
        user_email: 'narrow-1@example.com',
        user_phone: '',
        total_desktops: 0,
        enterprise_project_id: '0',
        description: 'Night shift',
      },
    ]);
  });

  it('are joined by a user who is made, and told of in the list of users', async () => {
    const [one, two] = [await group('Joined 1'), await group('Joined 2')];
    const id = await user('joiner', { group_ids: [two, one] });
    assert.deepEqual(await groupsOf(id), ['Joined 1', 'Joined 2']);
    const listed = await call('GET', '/users?group_name=joined%201');
    assert.deepEqual(
      listed.body.users.map((each: { user_name: string; group_names: string[] }) => [
        each.user_name,
        each.group_names,
      ]),
      [['joiner', ['Joined 1', 'Joined 2']]],
    );
    assert.deepEqual((await call('GET', '/users?group_name=joined')).body.users, []);
    const refused = await call('POST', '/users', {
      user_name: 'not-joining',
      user_email: 'x@example.com',
      group_ids: [one, missing],
    });
    assert.deepEqual(said(refused), [400, 'WKS.00170208']);
    assert.deepEqual((await call('GET', '/users?user_name=not-joining')).body.users, []);
  });

  it('lose a user who is deleted, and go together or not at all', async () => {
    const [one, two] = [await group('Ends 1'), await group('Ends 2')];
    const id = await user('leaver', { group_ids: [one, two] });
    assert.equal((await call('DELETE', `/users/${id}`)).status, 204);
    assert.deepEqual(await members(one), []);
    const all = (...group_ids: string[]) => call('POST', '/groups/batch-delete', { group_ids });
    assert.deepEqual(said(await all(one, missing)), [400, 'WKS.00170208']);
    assert.ok((await shown(one)) !== undefined);
    assert.equal((await all(one, two, one)).status, 204);
    assert.deepEqual((await call('GET', '/groups?keyword=ends')).body.user_groups, []);
  });

  it('hold their limits', async () => {
    const pool = service.database.pool;
    const project = service.credentials.project_id;
    const full = await group('Full');
    await pool.query(
      `with made as (insert into desktop_users (id, project_id, user_name, created_at)
         select md5('full' || n), $1, 'full-' || n, now() from generate_series(1, $3::int) n returning id)
       insert into user_group_members (group_id, user_id, project_id, added_at) select $2, id, $1, now() from made`,
      [project, full, groupLimits.membersOfGroup],
    );
    const last = await user('one-too-many');
    assert.deepEqual(said(await change(full, 'ADD', last)), [409, 'DPL.4091']);
    assert.equal((await members(full)).length, groupLimits.membersOfGroup, 'one answer has room for all');
    const { rows } = await pool.query<{ count: number }>(
      'select count(*)::int from user_groups where project_id = $1',
      [project],
    );
    await pool.query(
      `insert into user_groups (id, project_id, name, created_at)
       select md5('many' || n), $1, 'many ' || n, now() from generate_series(1, $2::int) n`,
      [project, groupLimits.groupsOfProject - (rows[0]?.count ?? 0)],
    );
    const beyond = await call('POST', '/groups', { group_name: 'beyond', platform_type: 'LOCAL' });
    assert.deepEqual(said(beyond), [409, 'DPL.4091']);
    await pool.query(
      `insert into user_group_members (group_id, user_id, project_id, added_at)
       select id, $2, project_id, now() from user_groups where project_id = $1 and name like 'many %' limit $3`,
      [project, last, groupLimits.groupsOfUser],
    );
    const another = (await call('GET', '/groups?keyword=narrow')).body.user_groups[0].id;
    assert.deepEqual(said(await change(another, 'ADD', last)), [409, 'DPL.4091']);
  });

  it('S4: are shown and changed only as far as a policy goes, one group and all alike', async () => {
    const users = await createPolicyUsers(service);
    const { body } = await call('GET', '/groups?keyword=narrow');
    const [{ id: mine }] = body.user_groups;
    const other = (await call('GET', '/groups?keyword=free')).body.user_groups[0].id;
    const resource = [`workspace:*:*:userGroup:${mine}`];
    const allowed = ['list', 'operate', 'getUsers'].map((each) => `workspace:userGroups:${each}`);
    const who = await users.add('leader', {
      identity: [{ Effect: 'Allow', Action: allowed, Resource: resource }],
    });
    const ask = (method: string, path: string, more?: object) =>
      who.call(method, `/v2/${service.credentials.project_id}${path}`, more);
    const listed = (await ask('GET', '/groups')).body;
    assert.deepEqual(
      [listed.total_count, listed.user_groups.map(({ id }: { id: string }) => id)],
      [1, [mine]],
    );
    assert.equal((await ask('GET', `/groups/${mine}/users`)).status, 200);
    for (const id of [other, missing])
      assert.equal((await ask('GET', `/groups/${id}/users`)).status, 403, 'there or not');
    assert.equal((await ask('DELETE', `/groups/${mine}`)).status, 403);
    const denied = await users.add('no-groups', {
      identity: [
        { Effect: 'Allow', Action: ['workspace:*:*'] },
        { Effect: 'Deny', Action: ['workspace:userGroups:operate'] },
      ],
    });
    const made = await denied.call('POST', `/v2/${service.credentials.project_id}/users`, {
      user_name: 'smuggled',
      user_email: 's@example.com',
      group_ids: [mine],
    });
    assert.equal(made.status, 403, 'a user who is made joins none that the caller may not change');
  });
});
