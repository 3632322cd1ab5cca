import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import { createPolicyUsers, type PolicyUser, type PolicyUsers } from '../../testing/policyUsers.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';

let service: TestService;
let users: PolicyUsers;
let base: string;
let enterpriseProject: string;
let blue: string;
let inside: string;
let bare: string;
before(async () => {
  service = await startTestService();
  users = await createPolicyUsers(service);
  base = `/v2/${service.credentials.project_id}`;
  enterpriseProject = await users.addEnterpriseProject('desks');
  [blue] = await createDesktops(service, { tags: [{ key: 'team', value: 'blue' }] });
  [inside] = await createDesktops(service, {
    enterprise_project_id: enterpriseProject,
    tags: [{ key: 'place', value: 'inside' }],
  });
  [bare] = await createDesktops(service, {});
  for (const [user_name, enterprise_project_id] of [
    ['anna', enterpriseProject],
    ['bert', '0'],
  ]) {
    const user_email = `${user_name}@example.org`;
    await service.call('POST', '/users', { user_name, user_email, enterprise_project_id });
  }
  await service.call('DELETE', `/desktops/${bare}`);
  await showUntilGone(service, bare);
});
after(() => service.remove());

const actions = ['workspace:*:*'];
const allow = (Condition?: object, Resource?: readonly string[]) => ({
  Effect: 'Allow',
  Action: actions,
  ...(Condition === undefined ? {} : { Condition }),
  ...(Resource === undefined ? {} : { Resource }),
});

/** What each list shows to him: ids of desktops, and how many it says that there are. */
async function seenBy({ call }: PolicyUser) {
  const list = async (method: string, path: string, body?: object) => {
    const answer = await call(method, `${base}${path}`, body);
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };
  type Row = Record<string, string>;
  const ids = (rows: readonly Row[], key: string) => rows.map((row) => row[key]).toSorted();
  const desktops = await list('GET', '/desktops');
  const detail = await list('GET', '/desktops/detail?limit=1');
  const found = await list('POST', '/desktops/resource_instances/action', { action: 'filter' });
  const deletions = await list('GET', '/deletions');
  const subJobs = await list('GET', '/workspace-sub-jobs?limit=1');
  const tags = await list('GET', '/desktops/tags');
  const people = await list('GET', '/users');
  assert.equal(desktops.total_count, desktops.desktops.length);
  assert.equal(found.total_count, found.resources.length);
  assert.deepEqual(ids(found.resources, 'resource_id'), ids(desktops.desktops, 'desktop_id'));
  assert.equal(detail.total_count, desktops.total_count);
  assert.equal(detail.desktops.length, Math.min(1, desktops.total_count));
  return {
    desktops: ids(desktops.desktops, 'desktop_id'),
    deletions: ids(deletions.deletions, 'desktop_id'),
    subJobs: subJobs.total_count,
    tags: ids(tags.tags, 'key'),
    users: ids(people.users, 'user_name'),
  };
}

const urn = (type: string, id: string): string =>
  `workspace:*:${service.credentials.domain_id}:${type}:${id}`;

describe('lists', () => {
  it('show by a variable exactly what single calls allow', async () => {
    const condition = { StringEquals: { 'g:ResourceTag/team': ['${g:username}'] } };
    for (const [name, statement, expected] of [
      ['blue', allow(condition), [blue]],
      ['blue1', allow(condition), []],
      ['b', allow({ StringMatch: { 'g:ResourceTag/team': ['${g:UserName}*'] } }), [blue]],
      ['b1', allow({ StringMatch: { 'g:ResourceTag/team': ['${g:UserName}*'] } }), []],
      ['reader', allow(undefined, ["workspace:*:*:*:${g:ResourceTag/id, 'none'}"]), []],
      ['keeper', allow(undefined, ["workspace:*:*:*:${g:Nobody, 'x'}", urn('desktop', blue)]), [blue]],
    ] as const) {
      const who = await users.add(name, { role: [statement] });
      assert.deepEqual((await seenBy(who)).desktops, expected, name);
      for (const id of [blue, inside]) {
        const answer = await who.call('GET', `${base}/desktops/${id}`);
        assert.equal(answer.status, expected.some((each) => each === id) ? 200 : 403, `${name} ${id}`);
      }
    }
    const nobody = await users.add('nobody', {
      identity: [allow({ StringEquals: { 'g:ResourceTag/team': ['${g:Nobody}'] } })],
    });
    assert.equal((await nobody.call('GET', `${base}/desktops`)).status, 403);
  });

  it('show everything to who may see everything', async () => {
    const who = await users.add('all', { identity: [allow()] });
    assert.deepEqual(await seenBy(who), {
      desktops: [blue, inside].toSorted(),
      deletions: [bare],
      subJobs: 4,
      tags: ['place', 'team'],
      users: ['anna', 'bert'],
    });
  });

  it('are limited by a tag, with true totals and pages', async () => {
    const who = await users.add('by-tag', {
      role: [allow({ StringEquals: { 'g:ResourceTag/team': ['blue'] } })],
    });
    assert.deepEqual(await seenBy(who), {
      desktops: [blue],
      deletions: [],
      subJobs: 1,
      tags: ['team'],
      users: [],
    });
  });

  it('are limited by the enterprise project, as a condition and as the place of a role', async () => {
    const condition = { StringEquals: { 'g:EnterpriseProjectId': [enterpriseProject] } };
    for (const who of [
      await users.add('by-project', { identity: [allow(condition)] }),
      await users.add('in-project', { role: [allow()], enterpriseProject }),
    ])
      assert.deepEqual(await seenBy(who), {
        desktops: [inside],
        deletions: [],
        subJobs: 1,
        tags: ['place'],
        users: ['anna'],
      });
  });

  it('are limited by resources, and what is denied is left out', async () => {
    const who = await users.add('by-resource', {
      identity: [
        allow(undefined, [urn('desktop', '*'), urn('user', '*')]),
        { Effect: 'Deny', Action: actions, Resource: [urn('desktop', blue)] },
      ],
    });
    const seen = await seenBy(who);
    assert.deepEqual(seen.desktops, [inside]);
    assert.deepEqual(seen.deletions, [bare]);
    assert.deepEqual(seen.tags, ['place']);
    assert.deepEqual(seen.users, ['anna', 'bert']);
  });

  it('are refused when nothing could be shown', async () => {
    const who = await users.add('other', { role: [{ Effect: 'Allow', Action: ['workspace:users:get'] }] });
    for (const path of ['/desktops', '/desktops/detail', '/connect-desktops', '/deletions', '/users'])
      assert.equal((await who.call('GET', `${base}${path}`)).status, 403);
  });
});
