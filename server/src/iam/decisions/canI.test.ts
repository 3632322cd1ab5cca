import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { IamUserId } from '../../ids.js';
import { createDesktops } from '../../testing/desktopCalls.js';
import { type GrantService, startGrantService } from '../../testing/grantCalls.js';
import { callAs } from '../../testing/identityCalls.js';
import { assignRolePolicy, attachIdentityPolicy } from '../../testing/policyCalls.js';
import type { TestAnswer } from '../../testing/startTestService.js';

const deletion = ['workspace:desktops:delete', 'vpc:ports:get', 'vpc:ports:delete'];
const ownedBy = (owner: string): object => ({ StringEquals: { 'g:ResourceTag/owner': [owner] } });

let grants: GrantService;
let path: string;
/** One with the tag `owner: alice`, one with `owner: bob`. */
let alices: string;
let bobs: string;
before(async () => {
  grants = await startGrantService();
  path = `/v2/${grants.projectId}/authorization-decisions`;
  const order = (owner: string): Promise<[string, ...string[]]> =>
    createDesktops(grants.service, { tags: [{ key: 'owner', value: owner }] });
  [alices] = await order('alice');
  [bobs] = await order('bob');
});
after(() => grants.service.remove());

/** Asks as the account itself. */
async function ask(body: object): Promise<TestAnswer['body']> {
  const answer = await grants.call('POST', path, body);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}
const desktop = (id: string): object => ({ type: 'desktop', id });

/** What the very call comes to for this user. */
async function isLetIn(name: string, method: string, below: string): Promise<boolean> {
  const scope = { project: { id: grants.projectId } };
  const call = await callAs(grants.service, { name, password: 'a password of tests 1', scope });
  const body = method === 'PUT' ? { desktop: { deletion_protection: false } } : undefined;
  return (await call(method, `/v2/${grants.projectId}${below}`, body)).status !== 403;
}

describe('whether a user may do something', () => {
  it('is answered with the statement that allows it, each dependency and the values', async () => {
    const userId = await grants.addUser('alice');
    const policy_id = await attachIdentityPolicy(
      grants,
      userId,
      [{ Sid: 'Own desktops', Effect: 'Allow', Action: deletion, Condition: ownedBy('alice') }],
      'owners',
    );
    const statement = { policy_id, policy_name: 'owners', statement: 'Own desktops' };
    const answer = await ask({ user_name: 'alice', operation: 'DeleteDesktop', resource: desktop(alices) });
    assert.deepEqual([answer.allowed, answer.decision, answer.reason], [true, 'allowed', 'statement']);
    assert.deepEqual(answer.user, { id: userId, name: 'alice' });
    assert.deepEqual([answer.operation, answer.action], ['DeleteDesktop', 'workspace:desktops:delete']);
    assert.deepEqual(answer.deciding_statement, statement);
    assert.equal(answer.failed_action, null);
    assert.deepEqual(answer.conditions['g:ResourceTag/owner'], ['alice']);
    assert.deepEqual(answer.conditions['g:UserName'], ['alice']);
    assert.equal(answer.conditions['g:SourceIp'], undefined);
    assert.deepEqual(
      answer.dependencies.map((each: { action: string; needed: boolean; allowed: boolean }) => [
        each.action,
        each.needed,
        each.allowed,
      ]),
      [
        ['vpc:ports:get', true, true],
        ['vpc:ports:delete', true, true],
      ],
    );
    assert.match(answer.dependencies[0].resource, /^vpc:test-1:\w+:port:.+/);
    assert.deepEqual(answer.dependencies[0].deciding_statement, statement);

    const other = await ask({ user_id: userId, operation: 'deletedesktop', resource: desktop(bobs) });
    assert.deepEqual([other.allowed, other.decision, other.reason], [false, 'implicit_deny', 'none_allowed']);
    assert.deepEqual([other.failed_action, other.deciding_statement], ['workspace:desktops:delete', null]);
    const action = await ask({
      user_id: userId,
      operation: 'workspace:Desktops:DELETE',
      resource: desktop(alices),
    });
    assert.deepEqual([action.allowed, action.operation], [true, 'DeleteDesktop']);
  });

  it('names the statement that denies, and the dependency that is missing', async () => {
    const userId = await grants.addUser('dora');
    await attachIdentityPolicy(grants, userId, [
      { Effect: 'Allow', Action: ['workspace:*:*', 'vpc:ports:get'] },
    ]);
    const question = { user_name: 'dora', operation: 'DeleteDesktop', resource: desktop(bobs) };
    const missing = await ask(question);
    assert.deepEqual(
      [missing.allowed, missing.reason, missing.failed_action, missing.deciding_statement],
      [false, 'dependency', 'vpc:ports:delete', null],
    );
    assert.deepEqual(
      missing.dependencies.map((each: { allowed: boolean; decision: string }) => [
        each.allowed,
        each.decision,
      ]),
      [
        [true, 'allowed'],
        [false, 'implicit_deny'],
      ],
    );
    const policy_id = await attachIdentityPolicy(
      grants,
      userId,
      [
        { Effect: 'Allow', Action: ['ims:*:*'] },
        { Effect: 'Deny', Action: ['workspace:desktops:delete'], Condition: ownedBy('bob') },
      ],
      'not-bob',
    );
    const denied = await ask(question);
    assert.deepEqual([denied.decision, denied.reason], ['explicit_deny', 'statement']);
    assert.deepEqual(denied.deciding_statement, { policy_id, policy_name: 'not-bob', statement: '#2' });
  });

  it('needs no dependencies where a role policy allows it (D13)', async () => {
    const userId = await grants.addUser('rolf');
    await assignRolePolicy(grants, userId, [{ Effect: 'Allow', Action: ['workspace:desktops:delete'] }]);
    const answer = await ask({ user_name: 'rolf', operation: 'DeleteDesktop', resource: desktop(bobs) });
    assert.deepEqual([answer.allowed, answer.reason], [true, 'statement']);
    assert.ok(answer.dependencies.every((each: { needed: boolean }) => !each.needed));
  });

  it('is the same as what the call comes to', async () => {
    for (const name of ['alice', 'dora', 'rolf', 'nobody']) {
      for (const id of [alices, bobs, '00000000-0000-4000-8000-000000000000']) {
        for (const [operation, method, below] of [
          ['ShowDesktopDetail', 'GET', `/desktops/${id}`],
          ['ShowTagByDesktopId', 'GET', `/desktops/${id}/tags`],
          ['UpdateDesktop', 'PUT', `/desktops/${id}`],
        ] as const) {
          const said = await ask({ user_name: name, operation, resource: desktop(id) });
          assert.equal(await isLetIn(name, method, below), said.allowed, `${name} ${operation} ${id}`);
        }
      }
      const list = await ask({ user_name: name, operation: 'ListDesktops' });
      assert.equal(await isLetIn(name, 'GET', '/desktops'), list.allowed, `${name} ListDesktops`);
    }
  });

  it('is answered for the account itself, lists, creations, disabled users and actions of other services', async () => {
    const root = await ask({ operation: 'DeleteDesktop', resource: desktop(bobs) });
    assert.deepEqual([root.allowed, root.reason, root.deciding_statement], [true, 'account_root', null]);
    assert.ok(root.conditions['g:SourceIp'].length === 1);
    assert.equal((await ask({ user_name: 'nobody', operation: 'GetCallerIdentity' })).reason, 'signed_in');
    assert.equal((await ask({ user_name: 'nobody', operation: 'obs:bucket:list' })).reason, 'none_allowed');

    const userId = await grants.addUser('lisa');
    await attachIdentityPolicy(grants, userId, [
      { Effect: 'Allow', Action: ['workspace:desktops:list'], Condition: ownedBy('lisa') },
      {
        Effect: 'Allow',
        Action: ['workspace:desktopPools:create', 'iam:users:createUser', 'workspace:users:create'],
        Condition: { StringEquals: { 'g:EnterpriseProjectId': ['0'] } },
      },
    ]);
    assert.equal((await ask({ user_name: 'lisa', operation: 'ListDesktops' })).reason, 'part_of_list');
    const create = { user_name: 'lisa', operation: 'CreateDesktopUser' };
    assert.equal((await ask(create)).allowed, true);
    assert.equal((await ask({ ...create, enterprise_project_id: 'other' })).allowed, false);
    const disabled = await grants.call('PATCH', `/v3/users/${userId}`, { user: { enabled: false } });
    assert.equal(disabled.status, 200, disabled.text);
    const answer = await ask(create);
    assert.deepEqual([answer.allowed, answer.reason], [false, 'user_disabled']);
  });

  it('follows tags that a call gives and where it comes from', async () => {
    const userId = await grants.addUser('tara');
    await attachIdentityPolicy(grants, userId, [
      {
        Effect: 'Allow',
        Action: ['workspace:desktops:tag'],
        Condition: {
          StringEquals: { 'g:RequestTag/stage': ['test'] },
          StringStartWith: { 'g:SourceIp': ['192.0.2.'] },
          IpAddress: { 'g:SourceIp': ['192.0.2.0/24'] },
        },
      },
    ]);
    const question = { user_name: 'tara', operation: 'CreateTag', resource: desktop(bobs) };
    const tags = [{ key: 'stage', value: 'test' }];
    assert.equal((await ask({ ...question, tags, source_ip: '192.0.2.7' })).allowed, true);
    // As calls from there bring it, however it is written here.
    assert.equal((await ask({ ...question, tags, source_ip: '::FFFF:c000:207' })).allowed, true);
    assert.equal((await ask({ ...question, tags, source_ip: '198.51.100.7' })).allowed, false);
    assert.equal((await ask({ ...question, tags })).allowed, false);
    assert.equal((await ask({ ...question, source_ip: '192.0.2.7' })).allowed, false);
  });
});

describe('who may ask', () => {
  it('is the account about its users, and a user about himself, who learns nothing of what he may not see', async () => {
    const userId: IamUserId = await grants.addUser('self');
    const scope = { project: { id: grants.projectId } };
    const call = await callAs(grants.service, { name: 'self', password: 'a password of tests 1', scope });
    const question = { operation: 'DeleteDesktop', resource: desktop(bobs) };
    for (const user of [{}, { user_name: 'self' }, { user_id: userId }]) {
      const answer = await call('POST', path, { ...question, ...user });
      assert.equal(answer.status, 200, answer.text);
      assert.deepEqual([answer.body.allowed, answer.body.user.name], [false, 'self']);
      assert.equal(answer.body.conditions_withheld, true);
      assert.ok(!answer.text.includes('bob'), answer.text);
      assert.equal(answer.body.conditions['g:EnterpriseProjectId'], undefined);
      assert.ok(answer.body.dependencies.every((each: { resource: unknown }) => each.resource === null));
      // Nor whether it is there.
      const never = await call('POST', path, {
        operation: 'DeleteDesktop',
        resource: desktop('00000000-0000-4000-8000-000000000000'),
        ...user,
      });
      const comparable = (body: TestAnswer['body']): object => ({
        ...body,
        resource: null,
        conditions: { ...body.conditions, 'g:CurrentTime': null },
      });
      const shape = (body: TestAnswer['body']): object => ({
        ...comparable(body),
        dependencies: body.dependencies.map(({ action }: { action: string }) => action),
      });
      assert.deepEqual(shape(never.body), shape(answer.body));
    }
    // About anybody else, whether or not there is such a user.
    const others = [{ user_name: 'alice' }, { user_name: 'no such user' }, { user_id: 'x' }];
    const refusals = await Promise.all(others.map((user) => call('POST', path, { ...question, ...user })));
    assert.deepEqual(
      refusals.map(({ status, body }) => [status, body.error_msg]),
      others.map(() => [403, refusals[0]?.body.error_msg]),
    );
  });

  it('is no other account', async () => {
    const theirs = `/v2/${grants.otherProjectId}/authorization-decisions`;
    const question = { operation: 'DeleteDesktop', resource: desktop(bobs) };
    const asked = await grants.callAsOther('POST', theirs, { ...question, user_name: 'alice' });
    assert.equal(asked.status, 404, asked.text);
    const own = await grants.callAsOther('POST', theirs, question);
    assert.equal(own.body.conditions['g:ResourceTag/owner'], undefined);
    assert.equal((await grants.callAsOther('POST', path, question)).status, 401);
  });

  it('gets a clear 400 for a question that makes no sense', async () => {
    for (const body of [
      {},
      { operation: 'NoSuchOperation' },
      { operation: 'constructor' },
      { operation: 'ListDesktops', resource: desktop(bobs) },
      { operation: 'DeleteUser', resource: desktop(bobs) },
      { operation: 'DeleteDesktop', resource: { type: 'planet', id: 'x' } },
      { operation: 'DeleteDesktop', resource: desktop('a b') },
      { operation: 'a:b:c\u0000' },
      { operation: 'DeleteDesktop', source_ip: 'here' },
      { operation: 'DeleteDesktop', user_id: 'a', user_name: 'b' },
    ]) {
      const answer = await grants.call('POST', path, body);
      assert.deepEqual([answer.status, answer.body.error_code], [400, 'WKS.0001'], JSON.stringify(body));
    }
    for (const operation of ['a:b', '::', ':', 'a::b', 'x:y:z:w']) {
      assert.ok(
        [200, 400].includes((await grants.call('POST', path, { operation, user_name: 'nobody' })).status),
      );
    }
  });
});
