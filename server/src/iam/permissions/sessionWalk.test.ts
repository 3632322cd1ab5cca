import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { permissions } from '../../access/permissions/table.js';
import { callByKey, temporaryKeyOfRoot } from '../../testing/callByKey.js';
import { createDesktops } from '../../testing/desktopCalls.js';
import { type ExampleThings, exampleBody, examplePath } from '../../testing/exampleRequests.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { digestTables, isPolicyRefusal, readRoutes, type WalkedRoute } from '../../testing/walkRoutes.js';

const narrow = {
  Version: '5.0',
  Statement: [{ Effect: 'Allow', Action: ['workspace:desktops:list'] }],
};

let service: TestService;
let routes: readonly WalkedRoute[];
let things: ExampleThings;

before(async () => {
  service = await startTestService();
  routes = (await readRoutes(service)).filter(({ open }) => !open);
  const { credentials } = service;
  const [desktop] = await createDesktops(service, { desktops: [{ user_name: 'walked' }] });
  const { users } = (await service.call('GET', '/users')).body;
  const root = (await service.call('GET', '//v3/users')).body.users[0];
  things = {
    projectId: credentials.project_id,
    domainId: credentials.domain_id,
    desktop,
    desktopUser: users[0].id,
    secondUser: users[0].id,
    userGroup: (await service.call('POST', '/groups', { group_name: 'walk', platform_type: 'LOCAL' })).body
      .id,
    // The key's own holder.
    iamUser: root.id,
    group: 'none',
    role: 'none',
    policy: 'none',
    accessKey: credentials.access_key,
    enterpriseProject: '0',
    tag: { key: 'team', value: 'blue' },
    createIn: '0',
  };
});
after(() => service.remove());

const needed = ({ operation }: WalkedRoute): string | undefined =>
  permissions[operation].action ?? permissions[operation].sessionAction;

describe('a session policy', () => {
  it('S4: narrows every call that has an action, of the account’s root and on what is its own', async () => {
    const call = callByKey(service, await temporaryKeyOfRoot(service, narrow));
    const refused = routes.filter((route) => ![undefined, 'workspace:desktops:list'].includes(needed(route)));
    assert.ok(refused.length > 100);
    const untouched = await digestTables(service);
    for (const { operation, method, path } of refused) {
      const answer = await call(method, examplePath(path, things, method), exampleBody(operation, things));
      assert.ok(isPolicyRefusal(answer), `${operation}: ${answer.status} ${answer.text.slice(0, 300)}`);
    }
    assert.deepEqual(await digestTables(service), untouched);
  });

  it('leaves look-ups alone that need no permission, and nothing else', async () => {
    const call = callByKey(service, await temporaryKeyOfRoot(service, narrow));
    const free = routes.filter((route) => needed(route) === undefined);
    for (const { operation, method, path } of free) {
      assert.ok(['list', 'read'].includes(permissions[operation].level), operation);
      const answer = await call(method, examplePath(path, things, method), exampleBody(operation, things));
      assert.ok(answer.status !== 403 && answer.status !== 401, `${operation}: ${answer.text}`);
    }
    assert.equal((await call('GET', `/v2/${things.projectId}/desktops`)).status, 200);
  });

  it('keeps a key from its holder’s address, password and tokens, and from everybody else’s tokens', async () => {
    const call = callByKey(service, await temporaryKeyOfRoot(service, narrow));
    const { user_name, password, domain_name } = service.credentials;
    const user = { name: user_name, password, domain: { name: domain_name } };
    const signedIn = await service.call('POST', '//v3/auth/tokens', {
      auth: { identity: { methods: ['password'], password: { user } } },
    });
    const token = signedIn.headers.get('x-subject-token') ?? '';
    const own = `/v3.0/OS-USER/users/${things.iamUser}`;
    const newPassword = { user: { original_password: password, password: 'quite another 77' } };
    for (const answer of [
      await call('PUT', `${own}/info`, { user: { email: 'else@example.org' } }),
      await call('GET', own),
      await call('POST', `/v3/users/${things.iamUser}/password`, newPassword),
      await call('GET', `/v3.0/OS-CREDENTIAL/credentials`),
      await call('GET', '/v3/auth/tokens', undefined, { 'X-Subject-Token': token }),
      await call('DELETE', '/v3/auth/tokens', undefined, { 'X-Subject-Token': token }),
    ])
      assert.ok(isPolicyRefusal(answer), `${answer.status} ${answer.text}`);
    const still = await service.call('GET', '//v3/auth/tokens', undefined, { 'x-subject-token': token });
    assert.equal(still.status, 200);
  });

  it('is told of by can-i, also where no policy is needed otherwise', async () => {
    const call = callByKey(service, await temporaryKeyOfRoot(service, narrow));
    const ask = async (operation: string) =>
      (await call('POST', `/v2/${things.projectId}/authorization-decisions`, { operation })).body;
    for (const operation of ['KeystoneRevokeToken', 'KeystoneUpdateUserPassword', 'UpdateUserInformation'])
      assert.equal((await ask(operation)).allowed, false, operation);
    assert.equal((await ask('KeystoneListProjects')).reason, 'signed_in');
  });

  it('lets through what it names', async () => {
    const policy = {
      Version: '5.0',
      Statement: [{ Effect: 'Allow', Action: ['iam:users:updateUser', 'iam:tokens:revokeToken'] }],
    };
    const call = callByKey(service, await temporaryKeyOfRoot(service, policy));
    const info = { user: { email: 'root@example.org' } };
    const changed = await call('PUT', `/v3.0/OS-USER/users/${things.iamUser}/info`, info);
    assert.equal(changed.status, 204, changed.text);
    const unknown = await call('DELETE', '/v3/auth/tokens', undefined, { 'X-Subject-Token': 'nothing' });
    assert.equal(unknown.status, 404, unknown.text);
  });
});
