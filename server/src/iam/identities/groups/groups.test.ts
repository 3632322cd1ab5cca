import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Call, callAsRoot } from '../../../testing/identityCalls.js';
import { startTestService, type TestService } from '../../../testing/startTestService.js';

let service: TestService;
let root: Call;
before(async () => {
  service = await startTestService();
  root = callAsRoot(service);
});
after(() => service.remove());

const password = 'correct horse 7';
const none = '0'.repeat(32);
const add = async (kind: 'user' | 'group', name: string): Promise<string> => {
  const fields = kind === 'user' ? { name, password } : { name };
  const answer = await root('POST', `/v3/${kind}s`, { [kind]: fields });
  assert.equal(answer.status, 201, answer.text);
  return answer.body[kind].id;
};
const named = (list: { name: string }[]): string[] => list.map(({ name }) => name);
const revision = async (): Promise<bigint> => {
  const { rows } = await service.database.pool.query<{ iam_revision: string }>(
    'select iam_revision from domains where id = $1',
    [service.credentials.domain_id],
  );
  return BigInt(rows[0]?.iam_revision ?? 0);
};

describe('groups', () => {
  it('are added, listed, shown, changed and deleted as Keystone has it', async () => {
    const id = await add('group', 'operators');
    const shown = (await root('GET', `/v3/groups/${id}`)).body.group;
    assert.equal(shown.name, 'operators');
    assert.equal(shown.domain_id, service.credentials.domain_id);
    assert.equal(typeof shown.create_time, 'number');
    const changed = await root('PATCH', `/v3/groups/${id}`, { group: { name: 'ops', description: 'x' } });
    assert.equal(changed.status, 200, changed.text);
    assert.equal((await root('PATCH', `/v3/groups/${id}`, { group: {} })).body.group.name, 'ops');
    assert.deepEqual(named((await root('GET', '/v3/groups?name=ops')).body.groups), ['ops']);
    assert.deepEqual((await root('GET', `/v3/groups?domain_id=${none}`)).body.groups, []);
    assert.equal((await root('DELETE', `/v3/groups/${id}`)).status, 204);
    for (const method of ['GET', 'DELETE']) {
      assert.equal((await root(method, `/v3/groups/${id}`)).status, 404);
    }
    assert.equal((await root('PATCH', `/v3/groups/${id}`, { group: {} })).status, 404);
  });

  it('have names of their own, also to the eye', async () => {
    await add('group', 'admins');
    const other = await add('group', 'auditors');
    for (const name of ['admins', 'Admins', 'аdmins']) {
      assert.equal((await root('POST', '/v3/groups', { group: { name } })).status, 409, name);
      assert.equal((await root('PATCH', `/v3/groups/${other}`, { group: { name } })).status, 409, name);
    }
    for (const name of ['', 'a\u0007b', ' x']) {
      assert.equal((await root('POST', '/v3/groups', { group: { name } })).status, 400, name);
    }
  });

  it('have members, who come and go, each change raising the revision', async () => {
    const group = await add('group', 'desk');
    const [ann, bob] = [await add('user', 'ann'), await add('user', 'bob')];
    const member = (method: string, user: string, of = group) =>
      root(method, `/v3/groups/${of}/users/${user}`);
    let last = await revision();
    const rises = async (): Promise<void> => {
      const now = await revision();
      assert.ok(now > last);
      last = now;
    };
    assert.equal((await member('HEAD', ann)).status, 404);
    assert.equal((await member('PUT', ann)).status, 204);
    await rises();
    assert.equal((await member('PUT', ann)).status, 204, 'a repeat changes nothing');
    assert.equal(await revision(), last);
    await member('PUT', bob);
    assert.equal((await member('HEAD', ann)).status, 204);
    assert.deepEqual(named((await root('GET', `/v3/groups/${group}/users`)).body.users), ['ann', 'bob']);
    assert.deepEqual(named((await root('GET', `/v3/users/${ann}/groups`)).body.groups), ['desk']);
    await rises();
    assert.equal((await member('DELETE', bob)).status, 204);
    await rises();
    assert.equal((await member('DELETE', bob)).status, 404);
    assert.equal((await root('DELETE', `/v3/users/${ann}`)).status, 204);
    assert.deepEqual((await root('GET', `/v3/groups/${group}/users`)).body.users, []);
    for (const [user, of] of [
      [none, group],
      [bob, none],
    ] as const) {
      for (const method of ['PUT', 'DELETE', 'HEAD']) {
        assert.equal((await member(method, user, of)).status, 404, `${method} ${user} ${of}`);
      }
    }
    assert.equal((await root('GET', `/v3/groups/${none}/users`)).status, 404);
    assert.equal((await root('GET', `/v3/users/${none}/groups`)).status, 404);
  });
});
