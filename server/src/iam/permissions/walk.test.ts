import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { permissions } from '../../access/permissions/table.js';
import { newHexId, realAmbient } from '../../ambient.js';
import { asId, type DesktopId } from '../../ids.js';
import { createDesktops } from '../../testing/desktopCalls.js';
import { type ExampleThings, exampleBody, examplePath } from '../../testing/exampleRequests.js';
import type { Call } from '../../testing/identityCalls.js';
import { createPolicyUsers, type PolicyUsers } from '../../testing/policyUsers.js';
import {
  callService,
  startTestService,
  type TestAnswer,
  type TestService,
} from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';
import {
  digestTables,
  isPolicyRefusal,
  lastThingsLast,
  readRoutes,
  type WalkedRoute,
} from '../../testing/walkRoutes.js';

let service: TestService;
let users: PolicyUsers;
let routes: readonly WalkedRoute[];
/** About a blue desktop in the enterprise project, with the tag that is given; and about another one with another. */
let blue: ExampleThings;
let red: ExampleThings;

before(async () => {
  service = await startTestService();
  users = await createPolicyUsers(service);
  routes = await readRoutes(service);
  await prepareThings();
});
after(() => service.remove());

/** Asked with HEAD, which OpenAPI does not tell of besides GET. */
const byHead = /^KeystoneCheck/;
const asksAction = ({ operation }: WalkedRoute): boolean => permissions[operation].action !== undefined;
const isClosed = ({ open }: WalkedRoute): boolean => !open;

function send(
  call: Call,
  { operation, method, path }: WalkedRoute,
  things: ExampleThings,
): Promise<TestAnswer> {
  return call(method, examplePath(path, things, method), exampleBody(operation, things));
}

/** Calls all the routes; each must be refused like that, and together they must change nothing. */
async function assertRefused(
  call: Call,
  those: readonly WalkedRoute[],
  things: ExampleThings,
  expected: 401 | 403,
): Promise<void> {
  assert.ok(those.length > 0);
  const untouched = await digestTables(service);
  for (const route of those) {
    const answer = await send(call, route, things);
    const right = expected === 401 ? answer.status === 401 : isPolicyRefusal(answer);
    assert.ok(right, `${route.operation}: ${answer.status} ${answer.text.slice(0, 300)}`);
  }
  assert.deepEqual(await digestTables(service), untouched);
}

/** Calls all the routes; whatever they answer, it is not that the caller may not. */
async function assertLetIn(call: Call, those: readonly WalkedRoute[], things: ExampleThings): Promise<void> {
  assert.ok(those.length > 0);
  for (const route of those.filter(ends).toSorted(lastThingsLast)) {
    const answer = await send(call, route, things);
    const right = answer.status !== 401 && answer.status < 500 && !isPolicyRefusal(answer);
    assert.ok(right, `${route.operation}: ${answer.status} ${answer.text.slice(0, 300)}`);
  }
}

/** Its answer lasts as long as a deletion; whether it begins is what ShowDeletion shows. */
const ends = ({ operation }: WalkedRoute): boolean => operation !== 'WatchDeletion';

const everything = { Effect: 'Allow', Action: ['*'] };
const identity = (...statements: object[]) => ({ identity: statements });
const where = (key: string, value: string) => ({
  ...everything,
  Condition: { [key === 'g:TagKeys' ? 'ForAnyValue:StringEquals' : 'StringEquals']: { [key]: [value] } },
});

describe('a walk over all routes', () => {
  it('finds every operation of the table, each once', () => {
    const walked = routes.map(({ operation }) => operation);
    assert.deepEqual(
      Object.keys(permissions)
        .filter((each) => !byHead.test(each))
        .toSorted(),
      walked.toSorted(),
    );
  });

  it('is refused everywhere without a token, with an expired and with an invented one', async () => {
    const late = await users.add('expired', identity(everything));
    await service.database.pool.query(
      `update tokens set expires_at = now() - interval '1 second' where user_id = $1`,
      [late.id],
    );
    const without = (headers: Record<string, string>): Call => {
      return (method, path, body) => callService(service.endpoint, method, path, body, headers);
    };
    for (const call of [late.call, without({}), without({ 'x-auth-token': 'f'.repeat(64) })]) {
      await assertRefused(call, routes.filter(isClosed), blue, 401);
    }
  });

  it('is refused in a project of another account and in another project, as in none', async () => {
    const inProject = routes.filter(({ path }) => path.includes('{project_id}'));
    const foreign = newHexId(realAmbient);
    const domain = newHexId(realAmbient);
    const { pool } = service.database;
    await pool.query(`insert into domains (id, name) values ($1, 'walk-other')`, [domain]);
    await pool.query(`insert into projects (id, domain_id, name) values ($1, $2, 'theirs')`, [
      foreign,
      domain,
    ]);
    const sibling = (await users.root('POST', '/v3/projects', { project: { name: 'test-1_walk' } })).body
      .project;
    const who = await users.add('everything-elsewhere', identity(everything));
    for (const projectId of [foreign, sibling.id, newHexId(realAmbient)]) {
      await assertRefused(who.call, inProject, { ...blue, projectId }, 401);
    }
  });

  it('is refused to who has no policy, wherever there is an action', async () => {
    const who = await users.add('no-policy');
    await assertRefused(who.call, routes.filter(asksAction).filter(isClosed), blue, 403);
  });

  it('is refused to who is denied, whatever allows it', async () => {
    const denied = [...new Set(Object.values(permissions).flatMap(({ action }) => action ?? []))];
    const deny = { Effect: 'Deny', Action: denied };
    for (const given of [
      { ...identity(everything, deny) },
      { role: [{ Effect: 'Allow', Action: ['workspace:*:*', 'vpc:*:*', 'iam:*:*'] }], ...identity(deny) },
    ]) {
      const who = await users.add(`denied-${'role' in given}`, given);
      await assertRefused(who.call, routes.filter(asksAction).filter(isClosed), blue, 403);
    }
  });

  it('is refused to identity policies without an action that it depends on', async () => {
    const who = await users.add('no-dependency', identity({ Effect: 'Allow', Action: ['workspace:*:*'] }));
    const depending = routes.filter(({ operation }) => permissions[operation].dependencies.length > 0);
    await assertRefused(who.call, depending, blue, 403);
  });

  const conditions: readonly (readonly [key: string, right: () => string])[] = [
    ['g:ResourceTag/<tag-key>', () => 'blue'],
    ['g:EnterpriseProjectId', () => blue.enterpriseProject],
    ['g:RequestTag/<tag-key>', () => 'blue'],
    ['g:TagKeys', () => 'team'],
    ['workspace:AssociatePublicIp', () => 'false'],
    ['workspace:AccessMode', () => 'INTERNET'],
  ];
  const having = (key: string, withIt = true): WalkedRoute[] =>
    routes.filter(({ operation }) => {
      const { action, keys, asked } = permissions[operation];
      return action !== undefined && asked !== 'list' && keys.includes(key) === withIt;
    });
  const named = (key: string): string => key.replace('<tag-key>', 'team');

  it('knows every condition key of the table', () => {
    const keys = new Set(Object.values(permissions).flatMap((each) => each.keys));
    assert.deepEqual([...keys].toSorted(), conditions.map(([key]) => key).toSorted());
  });

  for (const [index, [key, right]] of conditions.entries())
    it(`follows ${key}: refused while it is false or absent`, async () => {
      const who = await users.add(`condition-${index}`, identity(where(named(key), right())));
      const isOfThing = key.startsWith('g:ResourceTag') || key.startsWith('g:E') || key.startsWith('g:Req');
      if (isOfThing) await assertRefused(who.call, having(key), red, 403);
      const wrong = await users.add(`wrong-${index}`, identity(where(named(key), 'something else')));
      await assertRefused(wrong.call, having(key), blue, 403);
      // One key stands for all: a call that does not bring it is refused.
      if (index === 0) await assertRefused(who.call, having(key, false).filter(isClosed), blue, 403);
    });

  it('shows lists to who may see a part of them', async () => {
    const lists = routes.filter(({ operation }) => permissions[operation].asked === 'list');
    const who = await users.add('part', identity(where('g:ResourceTag/team', 'nobody has this')));
    const ofDesktops = lists.filter(({ operation }) => permissions[operation].resource === 'desktop');
    await assertLetIn(who.call, ofDesktops, blue);
  });

  // From here on calls have effects, so nothing that is refused comes after.
  for (const [index, [key, right]] of conditions.entries())
    it(`follows ${key}: let in while it is true`, async () => {
      const who = await users.add(`right-${index}`, identity(where(named(key), right())));
      await assertLetIn(who.call, having(key), blue);
    });

  it('is let in with a policy for everything, of either kind', async () => {
    const services = ['workspace', 'vpc', 'iam', 'eps', 'ecs', 'ims', 'sts', 'cts'].map(
      (each) => `${each}:*:*`,
    );
    const role = { role: [{ Effect: 'Allow', Action: services }] };
    for (const [name, given] of Object.entries({ role, identity: identity(everything) })) {
      const who = await users.add(`everything-${name}`, given);
      await assertLetIn(who.call, routes.filter(isClosed), blue);
    }
  });
});

async function prepareThings(): Promise<void> {
  const { credentials } = service;
  const enterpriseProject = await users.addEnterpriseProject('walk');
  const colour = async (value: string, enterprise_project_id: string) =>
    asId<DesktopId>(
      (await createDesktops(service, { tags: [{ key: 'team', value }], enterprise_project_id }))[0],
    );
  const desktopUser = async (user_name: string, enterprise_project_id: string): Promise<string> => {
    const user_email = `${user_name}@example.org`;
    return (await service.call('POST', '/users', { user_name, user_email, enterprise_project_id })).body.id;
  };
  const victim = await users.add('victim', {
    role: [{ Effect: 'Allow', Action: ['workspace:desktops:get'] }],
  });
  const { group } = (await users.root('POST', '/v3/groups', { group: { name: 'walk' } })).body;
  const { roles } = (await users.root('GET', '/v3.0/OS-ROLE/roles')).body;
  const policy_document = JSON.stringify({ Version: '5.0', Statement: [everything] });
  const made = await users.root('POST', '/v5/policies', { policy_name: 'walk', policy_document });
  const key = await users.root('POST', '/v3.0/OS-CREDENTIAL/credentials', {
    credential: { user_id: victim.id },
  });
  const common = {
    projectId: credentials.project_id,
    domainId: credentials.domain_id,
    iamUser: victim.id,
    group: group.id,
    role: roles[0].id,
    policy: made.body.policy.policy_id,
    accessKey: key.body.credential.access,
    enterpriseProject,
    userGroup: (await service.call('POST', '/groups', { group_name: 'walk', platform_type: 'LOCAL' })).body
      .id,
  };
  const diskOf = async (desktop: string): Promise<string> =>
    (await service.call('GET', `/desktops/${desktop}`)).body.desktop.root_volume.id;
  const snapshotOf = async (desktop: string): Promise<string> => {
    const order = { desktop_ids: [desktop], disk_type: 'SYSTEM_DISK' };
    await service.call('POST', '/snapshots/batch-create', order);
    return waitUntil(async () => {
      const { body } = await service.call('GET', `/snapshots?desktop_id=${desktop}&status=available`);
      return body.desktop_snapshots[0]?.snapshot_id;
    }, 'the snapshot');
  };
  const [blueDesktop, redDesktop] = [await colour('blue', enterpriseProject), await colour('red', '0')];
  blue = {
    ...common,
    desktop: blueDesktop,
    disk: await diskOf(blueDesktop),
    snapshot: await snapshotOf(blueDesktop),
    desktopUser: await desktopUser('bert', enterpriseProject),
    secondUser: await desktopUser('bea', enterpriseProject),
    tag: { key: 'team', value: 'blue' },
    createIn: enterpriseProject,
  };
  red = {
    ...common,
    desktop: redDesktop,
    disk: await diskOf(redDesktop),
    snapshot: await snapshotOf(redDesktop),
    desktopUser: await desktopUser('rosa', '0'),
    secondUser: await desktopUser('ruth', '0'),
    tag: { key: 'team', value: 'red' },
    createIn: '0',
  };
}
