import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createPolicyUsers, type PolicyUsers } from '../../testing/policyUsers.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';

interface List {
  readonly operation: string;
  readonly path: string;
  /** The property with the entries. */
  readonly key: string;
}

let service: TestService;
let users: PolicyUsers;
let lists: readonly List[];

before(async () => {
  service = await startTestService();
  users = await createPolicyUsers(service);
  const names = ['one', 'two', 'three', 'four', 'five'];
  const people: string[] = [];
  for (const name of names) people.push((await users.add(name)).id);
  const { domain_id, project_id } = service.credentials;
  const [person = ''] = people;
  let group = '';
  for (const name of names) {
    const made = await users.root('POST', '/v3/groups', { group: { name } });
    group = made.body.group.id;
    await users.root('PUT', `/v3/groups/${group}/users/${person}`);
    await users.root('POST', '/v3/projects', { project: { name: `test-1_${name}` } });
    await users.root('POST', '/v3/domains', { domain: { name: `account-${name}` } });
  }
  for (const id of people) await users.root('PUT', `/v3/groups/${group}/users/${id}`);
  const { roles } = (await users.root('GET', '/v3/roles')).body;
  assert.ok(roles.length > 4);
  for (const { id } of roles.slice(0, 5))
    for (const subject of [`users/${person}`, `groups/${group}`])
      for (const place of [
        `/v3/projects/${project_id}/${subject}/roles/${id}`,
        `/v3/domains/${domain_id}/${subject}/roles/${id}`,
        `/v3/OS-INHERIT/domains/${domain_id}/${subject}/roles/${id}/inherited_to_projects`,
      ])
        assert.equal((await users.root('PUT', place)).status, 204);
  lists = await readLists({ user_id: person, group_id: group, domain_id, id: project_id });
});
after(() => service.remove());

/** Every list below /v3 that says how it goes on. */
async function readLists(ids: Readonly<Record<string, string>>): Promise<List[]> {
  const { paths } = (await service.call('GET', '//openapi.json')).body;
  return Object.keys(paths).flatMap((path) => {
    const { get } = paths[path];
    const properties = get?.responses[200]?.content?.['application/json']?.schema?.properties ?? {};
    if (!path.startsWith('/v3/') || properties.links?.properties?.next === undefined) return [];
    const key = Object.keys(properties).find((name) => properties[name].type === 'array') ?? '';
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? assert.fail(name));
    return [{ operation: get.operationId, path: filled, key }];
  });
}

const idsOf = (entries: readonly { readonly id: string }[]): string[] => entries.map(({ id }) => id);
const max = 60;

describe('the lists of Keystone', () => {
  it('are all here', () => {
    assert.deepEqual(lists.map(({ operation }) => operation).toSorted(), [
      'KeystoneListAllProjectPermissionsForGroup',
      'KeystoneListAllProjectsPermissionsForUser',
      'KeystoneListAuthDomains',
      'KeystoneListAuthProjects',
      'KeystoneListDomainPermissionsForGroup',
      'KeystoneListDomainPermissionsForUser',
      'KeystoneListDomains',
      'KeystoneListGroups',
      'KeystoneListGroupsForUser',
      'KeystoneListPermissions',
      'KeystoneListProjectPermissionsForGroup',
      'KeystoneListProjectPermissionsForUser',
      'KeystoneListProjects',
      'KeystoneListProjectsForUser',
      'KeystoneListRegions',
      'KeystoneListRoleAssignments',
      'KeystoneListUsers',
      'KeystoneListUsersForGroupByAdmin',
    ]);
  });

  it('are read to their end by who asks for what comes after the last id until nothing comes, as openstacksdk does', async () => {
    for (const { operation, path, key } of lists) {
      const whole = (await users.root('GET', path)).body[key];
      const seen: string[] = [];
      let pages = 0;
      for (;;) {
        const marker = seen.length === 0 ? '' : `&marker=${seen.at(-1)}`;
        const page = await users.root('GET', `${path}?limit=2${marker}`);
        assert.equal(page.status, 200, page.text);
        assert.ok(page.body[key].length <= 2, operation);
        if (page.body[key].length === 0) break;
        seen.push(...idsOf(page.body[key]));
        pages += 1;
        assert.ok(pages < max, `${operation} comes to no end`);
      }
      assert.equal(new Set(seen).size, whole.length, operation);
      assert.deepEqual(seen, seen.toSorted(), `${operation}: in the order of ids`);
      if (operation !== 'KeystoneListRoleAssignments')
        assert.deepEqual(seen.toSorted(), idsOf(whole).toSorted(), operation);
    }
  });

  it('are read to their end by who follows links.next, with the filters that he began with', async () => {
    for (const { operation, path, key } of lists) {
      const whole = (await users.root('GET', path)).body[key];
      const seen: string[] = [];
      const filter = operation === 'KeystoneListUsers' ? 'why=a?b&enabled=true&' : '';
      let next: string | null = `${path}?${filter}limit=2`;
      while (next !== null) {
        assert.ok(decodeURIComponent(next).startsWith(`${path}?${filter}limit=2`), next);
        const { body }: TestAnswer = await users.root('GET', next);
        assert.equal(body.links.self, `${service.endpoint}${path}`);
        seen.push(...idsOf(body[key]));
        next = body.links.next === null ? null : String(body.links.next).replace(service.endpoint, '');
        assert.ok(seen.length < max * 2, `${operation} comes to no end`);
      }
      assert.equal(seen.length, whole.length, operation);
      assert.equal(new Set(seen).size, seen.length, operation);
    }
  });

  it('go on after an entry that is gone, so that a loop may delete what it is shown', async () => {
    const left = new Set<string>();
    for (const name of ['gone-1', 'gone-2', 'gone-3', 'gone-4', 'gone-5'])
      left.add((await users.root('POST', '/v3/groups', { group: { name } })).body.group.id);
    let marker = '';
    for (let page = 0; page < max; page += 1) {
      const { groups } = (await users.root('GET', `/v3/groups?limit=2${marker}`)).body;
      if (groups.length === 0) break;
      for (const { id } of groups) if (left.delete(id)) await users.root('DELETE', `/v3/groups/${id}`);
      marker = `&marker=${groups.at(-1).id}`;
    }
    assert.equal(left.size, 0);
  });

  it('refuse a limit that is none and a marker that is no id with 400, naming it', async () => {
    for (const { operation, path } of lists)
      for (const bad of [
        'limit=0',
        'limit=-1',
        'limit=many',
        'limit=1.5',
        'limit=',
        'limit=1&limit=2',
        'marker=',
        'marker=no-id',
        'marker=%00',
      ]) {
        const answer = await users.root('GET', `${path}?${bad}`);
        assert.equal(answer.status, 400, `${operation} ${bad}: ${answer.text}`);
        assert.ok(answer.text.includes(bad.slice(0, 5)), answer.text);
      }
  });
});

describe('a project below the region’s project', () => {
  it('is made as the documentation asks for, shows its parent and is found by it', async () => {
    const { project_id, domain_id } = service.credentials;
    const project = { name: 'test-1_below', parent_id: project_id };
    const made = await users.root('POST', '/v3/projects', { project });
    assert.equal(made.status, 201, made.text);
    assert.equal(made.body.project.parent_id, project_id);
    const { id } = made.body.project;
    assert.equal((await users.root('GET', `/v3/projects/${id}`)).body.project.parent_id, project_id);
    const below = (await users.root('GET', `/v3/projects?parent_id=${project_id}`)).body.projects;
    assert.deepEqual(idsOf(below), [id]);
    const top = (await users.root('GET', `/v3/projects?parent_id=${domain_id}`)).body.projects;
    assert.ok(idsOf(top).includes(project_id) && !idsOf(top).includes(id));
  });

  it('S16: is refused below what is not there and below another account’s project, and below any other with a reason', async () => {
    const other = await users.root('POST', '/v3/domains', { domain: { name: 'parents' } });
    for (const parent_id of ['0'.repeat(32), other.body.domain.project.id, other.body.domain.id]) {
      const project = { name: 'test-1_orphan', parent_id };
      assert.equal((await users.root('POST', '/v3/projects', { project })).status, 404);
    }
    const { projects } = (await users.root('GET', '/v3/projects?name=test-1_one')).body;
    const project = { name: 'test-1_deep', parent_id: projects[0].id };
    const deep = await users.root('POST', '/v3/projects', { project });
    assert.equal(deep.status, 400, deep.text);
    assert.match(deep.text, /parent_id/);
  });
});
