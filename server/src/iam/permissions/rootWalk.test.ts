import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Operation, permissions } from '../../access/permissions/table.js';
import { type ExampleThings, exampleBody, examplePath } from '../../testing/exampleRequests.js';
import type { Call } from '../../testing/identityCalls.js';
import { createPolicyUsers, type PolicyUser, type PolicyUsers } from '../../testing/policyUsers.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';
import { isPolicyRefusal, lastThingsLast, readRoutes, type WalkedRoute } from '../../testing/walkRoutes.js';

let service: TestService;
let users: PolicyUsers;
let routes: readonly WalkedRoute[];
let mighty: PolicyUser;
let ofRoot: ExampleThings;
let ofVictim: ExampleThings;

const allow = (...actions: string[]) => ({ Effect: 'Allow', Action: actions });
const document = (...statements: object[]) => JSON.stringify({ Version: '5.0', Statement: statements });

before(async () => {
  service = await startTestService();
  users = await createPolicyUsers(service);
  routes = (await readRoutes(service))
    .filter(({ path, method, open }) => /^\/v(?:3|3\.0|5|1\.0)\//.test(path) && method !== 'GET' && !open)
    .toSorted(lastThingsLast);
  mighty = await users.add('mighty', { identity: [allow('*')] });
  const { id } = (await users.root('GET', '/v3/users?name=admin')).body.users[0];
  ofRoot = await thingsOf('root', id);
  ofVictim = await thingsOf('victim', (await users.add('victim')).id);
});
after(() => service.remove());

/** A user with a key, in a group, with a policy and a role of his own. */
async function thingsOf(name: string, iamUser: string): Promise<ExampleThings> {
  const { project_id: projectId, domain_id: domainId } = service.credentials;
  const made = async (method: string, path: string, body?: object) => {
    const answer = await users.root(method, path, body);
    assert.ok(answer.status < 300, answer.text);
    return answer.body;
  };
  const { group } = await made('POST', '/v3/groups', { group: { name: `group-${name}` } });
  await made('PUT', `/v3/groups/${group.id}/users/${iamUser}`);
  const { policy } = await made('POST', '/v5/policies', {
    policy_name: `policy-${name}`,
    policy_document: document(allow('iam:users:getUser')),
  });
  await made('POST', `/v5/policies/${policy.policy_id}/versions`, {
    policy_document: document(allow('iam:users:listUsers')),
  });
  await made('POST', `/v5/policies/${policy.policy_id}/attach-user`, { user_id: iamUser });
  const { role } = await made('POST', '/v3.0/OS-ROLE/roles', {
    role: {
      display_name: `role-${name}`,
      type: 'AX',
      description: '',
      policy: { Version: '1.1', Statement: [allow('iam:users:getUser')] },
    },
  });
  await made('PUT', `/v3/domains/${domainId}/users/${iamUser}/roles/${role.id}`);
  const { credential } = await made('POST', '/v3.0/OS-CREDENTIAL/credentials', {
    credential: { user_id: iamUser },
  });
  return {
    projectId,
    domainId,
    iamUser,
    group: group.id,
    role: role.id,
    policy: policy.policy_id,
    accessKey: credential.access,
    enterpriseProject: '0',
    desktop: '',
    desktopUser: '',
    secondUser: '',
    userGroup: '',
    tag: { key: 'k', value: 'v' },
    createIn: '0',
  };
}

/** Bodies that would have an effect. */
function bodyFor(operation: Operation, things: ExampleThings): object | undefined {
  const { iamUser, group } = things;
  const versioned = { policy_document: document(allow('*')), set_as_default: true };
  const bodies: Partial<Record<Operation, object>> = {
    KeystoneUpdateUserByAdmin: { user: { password: 'another one for you 7', enabled: false } },
    UpdateUser: { user: { email: 'mine@example.org', access_mode: 'console' } },
    UpdateUserInformation: { user: { email: 'mine@example.org' } },
    KeystoneUpdateUserPassword: {
      user: { original_password: service.credentials.password, password: 'another one for you 7' },
    },
    KeystoneUpdateGroup: { group: { description: 'changed' } },
    UpdateCloudServiceCustomPolicy: {
      role: { policy: { Version: '1.1', Statement: [allow('iam:*:*')] } },
    },
    UpdatePolicyV5: { description: 'changed' },
    CreatePolicyVersionV5: versioned,
    AttachUserPolicyV5: { user_id: iamUser },
    DetachUserPolicyV5: { user_id: iamUser },
    AttachGroupPolicyV5: { group_id: group },
    DetachGroupPolicyV5: { group_id: group },
  };
  return bodies[operation] ?? exampleBody(operation, things);
}

function send(call: Call, route: WalkedRoute, things: ExampleThings): Promise<TestAnswer> {
  const path = examplePath(route.path, things, route.method).replace('/versions/v1', '/versions/v2');
  return call(route.method, path, bodyFor(route.operation, things));
}

/** Everything in the database that is the root's: itself, its keys, tokens, memberships and what is given to it. */
async function belongings(): Promise<unknown> {
  const { pool } = service.database;
  const { iamUser } = ofRoot;
  const read = async (text: string) => (await pool.query(text, [iamUser])).rows;
  return Promise.all([
    read('select * from iam_users where id = $1'),
    read('select * from access_keys where user_id = $1 order by access_key'),
    read('select * from temporary_keys where user_id = $1 order by access_key'),
    read('select * from tokens where user_id = $1 order by token_hash'),
    read('select * from iam_group_members where user_id = $1 order by group_id'),
    read('select * from iam_grants where user_id = $1 order by id'),
    read(
      'select * from iam_policies where id in (select policy_id from iam_grants where user_id = $1) order by id',
    ),
    read(`select * from iam_policy_versions where policy_id in (select policy_id from iam_grants where user_id = $1)
          order by policy_id, version`),
  ]);
}

describe('a walk over all calls of IAM that change something, by one who may do everything', () => {
  it('S4: changes nothing that is the root’s when the root is what they are about', async () => {
    const untouched = await belongings();
    for (const route of routes) {
      const { operation } = route;
      const answer = await send(mighty.call, route, ofRoot);
      assert.ok(answer.status < 500, `${operation}: ${answer.status} ${answer.text}`);
      if (permissions[operation].changes !== 'nobody') {
        assert.equal(answer.status, 403, `${operation}: ${answer.status} ${answer.text}`);
        assert.match(answer.text, /only the root user may do that/, operation);
        assert.ok(!isPolicyRefusal(answer), `${operation}: no policy is to blame`);
      }
      assert.deepEqual(await belongings(), untouched, operation);
    }
  });

  it('changes what is another user’s by the very same calls', async () => {
    const about = routes.filter(({ operation }) => permissions[operation].changes !== 'nobody');
    assert.ok(about.length > 20);
    for (const route of about) {
      const answer = await send(mighty.call, route, ofVictim);
      const known = answer.status < 300 || answer.status === 404 || answer.status === 409;
      assert.ok(known, `${route.operation}: ${answer.status} ${answer.text}`);
    }
  });

  it('names a user, a key, a group that goes or a policy only where the table says so', () => {
    const silent = routes.filter(
      ({ operation, path, method }) =>
        permissions[operation].changes === 'nobody' &&
        (/\{(?:user_id|access_key)\}/.test(path) ||
          (path.endsWith('{group_id}') && method === 'DELETE') ||
          (/\/(?:policies|OS-ROLE\/roles)\/\{/.test(path) && !path.endsWith('-group'))),
    );
    // Everyone's own password; for anybody else's the call is refused, see above.
    assert.deepEqual(
      silent.map(({ operation }) => operation),
      ['KeystoneUpdateUserPassword'],
    );
  });
});
