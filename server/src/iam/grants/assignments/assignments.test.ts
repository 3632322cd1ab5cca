import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { IamUserId } from '../../../ids.js';
import { type GrantService, refusalOf, startGrantService } from '../../../testing/grantCalls.js';

let grants: GrantService;
let user: IamUserId;
let group: string;
let enterpriseProject: string;
let roleId: string;
let ownRoleId: string;
before(async () => {
  grants = await startGrantService();
  user = await grants.addUser('anna');
  group = await grants.addGroup('desk', [user]);
  enterpriseProject = await grants.addEnterpriseProject('finance');
  const found = await grants.call('GET', '/v3/roles?display_name=Workspace%20DesktopsManager');
  roleId = found.body.roles[0].id;
  const created = await grants.call('POST', '/v3.0/OS-ROLE/roles', {
    role: {
      display_name: 'Own',
      type: 'XA',
      description: '',
      policy: { Version: '1.1', Statement: [{ Effect: 'Allow', Action: ['workspace:*:get*'] }] },
    },
  });
  ownRoleId = created.body.role.id;
});
after(() => grants.service.remove());

const nothing = '0'.repeat(32);

/** The four places by the paths that name them: before and after user or group, and what a foreign one is called. */
const places = () =>
  [
    {
      name: 'project',
      path: `/v3/projects/${grants.projectId}`,
      foreign: `/v3/projects/${grants.otherProjectId}`,
      missing: `/v3/projects/${nothing}`,
      ending: '',
    },
    {
      name: 'domain',
      path: `/v3/domains/${grants.domainId}`,
      foreign: `/v3/domains/${grants.otherDomainId}`,
      missing: `/v3/domains/${nothing}`,
      ending: '',
    },
    {
      name: 'all projects',
      path: `/v3/OS-INHERIT/domains/${grants.domainId}`,
      foreign: `/v3/OS-INHERIT/domains/${grants.otherDomainId}`,
      missing: `/v3/OS-INHERIT/domains/${nothing}`,
      ending: '/inherited_to_projects',
    },
    {
      name: 'enterprise project',
      path: `/v3.0/OS-PERMISSION/enterprise-projects/${enterpriseProject}`,
      foreign: '',
      missing: `/v3.0/OS-PERMISSION/enterprise-projects/${nothing}`,
      ending: '',
    },
  ] as const;
const subjects = () => [`groups/${group}`, `users/${user}`];
const rolesAt = async (path: string): Promise<string[]> => {
  const answer = await grants.call('GET', path);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.roles.map(({ id }: { id: string }) => id);
};

describe('role assignments', () => {
  it('are made, checked, listed and taken back at each place, for groups and users', async () => {
    for (const { name, path, ending } of places()) {
      for (const subject of subjects()) {
        const list = `${path}/${subject}/roles${ending}`;
        const one = (id: string): string => `${path}/${subject}/roles/${id}${ending}`;
        assert.deepEqual(await rolesAt(list), [], `${name} ${subject}`);
        const earlier = await grants.revision();
        for (const id of [roleId, ownRoleId, ownRoleId]) {
          const assigned = await grants.call('PUT', one(id));
          assert.equal(assigned.status, 204, assigned.text);
        }
        assert.ok((await grants.revision()) > earlier, 'the revision rises');
        assert.deepEqual((await rolesAt(list)).sort(), [roleId, ownRoleId].sort());
        if (name !== 'enterprise project') {
          assert.equal((await grants.call('HEAD', one(roleId))).status, 204);
          assert.equal((await grants.call('HEAD', one(nothing))).status, 404);
        }
        const inUse = await grants.call('DELETE', `/v3.0/OS-ROLE/roles/${ownRoleId}`);
        assert.equal(inUse.status, 409, 'a role that somebody has stays');
        const between = await grants.revision();
        for (const id of [roleId, ownRoleId]) {
          assert.equal((await grants.call('DELETE', one(id))).status, 204);
          assert.equal((await grants.call('DELETE', one(id))).status, 404);
        }
        assert.ok((await grants.revision()) > between, 'the revision rises');
        assert.deepEqual(await rolesAt(list), []);
      }
    }
  });

  it('look missing where place, user, group or role are missing or another account’s (S16)', async () => {
    const foreignUser = await grants.addUser('theirs', grants.otherDomainId);
    const foreignGroup = await grants.addGroup('theirs', [], grants.otherDomainId);
    const foreignEnterpriseProject = await grants.addEnterpriseProject('theirs', grants.otherDomainId);
    const created = await grants.callAsOther('POST', '/v3.0/OS-ROLE/roles', {
      role: {
        display_name: 'Theirs',
        type: 'XA',
        description: '',
        policy: { Version: '1.1', Statement: [{ Effect: 'Allow', Action: ['workspace:*:get*'] }] },
      },
    });
    const foreignRole: string = created.body.role.id;
    const earlier = await grants.revision();
    const same = async (method: string, foreign: string, missing: string): Promise<void> => {
      const one = await grants.call(method, foreign);
      assert.equal(one.status, 404, `${method} ${foreign}`);
      assert.equal(refusalOf(one), refusalOf(await grants.call(method, missing)));
    };
    for (const { path, foreign, missing, ending } of places()) {
      const theirs =
        foreign === '' ? `/v3.0/OS-PERMISSION/enterprise-projects/${foreignEnterpriseProject}` : foreign;
      for (const method of ['PUT', 'DELETE']) {
        const rest = `groups/${group}/roles/${roleId}${ending}`;
        await same(method, `${theirs}/${rest}`, `${missing}/${rest}`);
        for (const [one, other] of [
          [`groups/${foreignGroup}/roles/${roleId}`, `groups/${nothing}/roles/${roleId}`],
          [`users/${foreignUser}/roles/${roleId}`, `users/${nothing}/roles/${roleId}`],
          [`groups/${group}/roles/${foreignRole}`, `groups/${group}/roles/${nothing}`],
        ]) {
          await same(method, `${path}/${one}${ending}`, `${path}/${other}${ending}`);
        }
      }
      await same(
        'GET',
        `${theirs}/groups/${group}/roles${ending}`,
        `${missing}/groups/${group}/roles${ending}`,
      );
      await same(
        'GET',
        `${path}/groups/${foreignGroup}/roles${ending}`,
        `${path}/groups/${nothing}/roles${ending}`,
      );
    }
    const identityPolicy = (await grants.call('GET', '/v5/policies')).body.policies[0].policy_id;
    const wrongKind = `/v3/domains/${grants.domainId}/groups/${group}/roles/${identityPolicy}`;
    assert.equal((await grants.call('PUT', wrongKind)).status, 404);
    assert.equal(await grants.revision(), earlier, 'nothing was changed');
  });

  it('are for those who may only', async () => {
    const earlier = await grants.revision();
    for (const { path, ending } of places()) {
      for (const subject of subjects()) {
        for (const method of ['PUT', 'DELETE']) {
          const answer = await grants.callAsNobody(method, `${path}/${subject}/roles/${roleId}${ending}`);
          assert.equal(answer.status, 403, `${method} ${path}`);
        }
        assert.equal((await grants.callAsNobody('GET', `${path}/${subject}/roles${ending}`)).status, 403);
      }
    }
    assert.equal((await grants.callAsNobody('GET', '/v3/role_assignments')).status, 403);
    assert.equal(await grants.revision(), earlier);
  });

  it('for the default enterprise project need no row, and those of a project end with nothing else', async () => {
    const base = '/v3.0/OS-PERMISSION/enterprise-projects/0';
    assert.equal((await grants.call('PUT', `${base}/groups/${group}/roles/${roleId}`)).status, 204);
    assert.deepEqual(await rolesAt(`${base}/groups/${group}/roles`), [roleId]);
    assert.equal((await grants.call('PUT', `${base}/users/${user}/roles/${ownRoleId}`)).status, 204);
    const groups = await grants.call('GET', `${base}/groups`);
    assert.deepEqual(
      groups.body.groups.map(({ id, name }: Record<string, string>) => ({ id, name })),
      [{ id: group, name: 'desk' }],
    );
    const users = await grants.call('GET', `${base}/users`);
    assert.equal(users.body.users.length, 1);
    assert.equal(users.body.users[0].id, user);
    assert.equal(users.body.users[0].policy_num, 1);
    for (const subject of subjects()) {
      const listed = await grants.call('GET', `/v3.0/OS-PERMISSION/${subject}/enterprise-projects`);
      assert.deepEqual(listed.body, { 'enterprise-projects': [{ projectId: '0' }] });
    }
    await grants.call('DELETE', `${base}/groups/${group}/roles/${roleId}`);
    await grants.call('DELETE', `${base}/users/${user}/roles/${ownRoleId}`);
    assert.deepEqual((await grants.call('GET', `${base}/groups`)).body.groups, []);
    assert.deepEqual((await grants.call('GET', `${base}/users`)).body.users, []);
  });

  it('to a user who is being deleted are refused or go with the user', async () => {
    for (const name of ['race-1', 'race-2', 'race-3', 'race-4']) {
      const id = await grants.addUser(name);
      const path = `/v3/domains/${grants.domainId}/users/${id}/roles/${roleId}`;
      const [assigned, deleted] = await Promise.all([
        grants.call('PUT', path),
        grants.call('DELETE', `/v3/users/${id}`),
      ]);
      assert.ok([204, 404].includes(assigned.status), assigned.text);
      assert.equal(deleted.status, 204, deleted.text);
      assert.equal((await grants.call('HEAD', path)).status, 404);
    }
  });
});

describe('lists of role assignments', () => {
  before(async () => {
    for (const path of [
      `/v3/projects/${grants.projectId}/groups/${group}/roles/${roleId}`,
      `/v3/domains/${grants.domainId}/users/${user}/roles/${roleId}`,
      `/v3/OS-INHERIT/domains/${grants.domainId}/groups/${group}/roles/${ownRoleId}/inherited_to_projects`,
      `/v3.0/OS-PERMISSION/enterprise-projects/${enterpriseProject}/groups/${group}/roles/${ownRoleId}`,
    ]) {
      assert.equal((await grants.call('PUT', path)).status, 204);
    }
  });

  it('are Keystone’s, with filters, names and what comes of groups and inheritance', async () => {
    const list = async (query = '') => {
      const answer = await grants.call('GET', `/v3/role_assignments${query}`);
      assert.equal(answer.status, 200, answer.text);
      return answer.body.role_assignments.map(({ links: _links, ...rest }: { links: object }) => rest);
    };
    const project = {
      role: { id: roleId },
      group: { id: group },
      scope: { project: { id: grants.projectId } },
    };
    const domain = { role: { id: roleId }, user: { id: user }, scope: { domain: { id: grants.domainId } } };
    const inherited = {
      role: { id: ownRoleId },
      group: { id: group },
      scope: { domain: { id: grants.domainId }, 'OS-INHERIT:inherited_to': 'projects' },
    };
    assert.deepEqual(await list(), [project, domain, inherited]);
    assert.deepEqual(await list(`?user.id=${user}`), [domain]);
    assert.deepEqual(await list(`?group.id=${group}&role.id=${roleId}`), [project]);
    assert.deepEqual(await list(`?scope.project.id=${grants.projectId}`), [project]);
    assert.deepEqual(await list('?scope.OS-INHERIT:inherited_to=projects'), [inherited]);
    assert.deepEqual(await list(`?scope.domain.id=${grants.otherDomainId}`), []);
    const effective = await list(`?effective&user.id=${user}&scope.project.id=${grants.projectId}`);
    assert.deepEqual(
      effective,
      [
        { ...project, group: undefined, user: { id: user } },
        { role: { id: ownRoleId }, user: { id: user }, scope: project.scope },
      ].map((each) => JSON.parse(JSON.stringify(each))),
    );
    const [named] = await list(`?include_names=True&scope.project.id=${grants.projectId}`);
    assert.equal(named.role.name, 'Workspace DesktopsManager');
    assert.equal(named.group.name, 'desk');
    assert.equal(named.scope.project.domain.name, grants.service.credentials.domain_name);
    const theirs = await grants.callAsOther('GET', '/v3/role_assignments');
    assert.deepEqual(theirs.body.role_assignments, []);
  });

  it('are the real service’s, with its filters', async () => {
    const base = '/v3.0/OS-PERMISSION/role-assignments';
    const list = async (query = '') => {
      const answer = await grants.call('GET', `${base}?domain_id=${grants.domainId}${query}`);
      assert.equal(answer.status, 200, answer.text);
      assert.ok(answer.body.total_num >= answer.body.role_assignments.length);
      return answer.body.role_assignments;
    };
    const onProject = { project: { id: grants.projectId } };
    const onDomain = { domain: { id: grants.domainId } };
    const project = { role: { id: roleId }, group: { id: group }, scope: onProject, is_inherited: false };
    const domain = { role: { id: roleId }, user: { id: user }, scope: onDomain, is_inherited: false };
    const inherited = { role: { id: ownRoleId }, group: { id: group }, scope: onDomain, is_inherited: true };
    const enterprise = {
      role: { id: ownRoleId },
      group: { id: group },
      scope: { enterprise_project: { id: enterpriseProject } },
      is_inherited: false,
    };
    assert.deepEqual(await list(), [project, domain, inherited, enterprise]);
    assert.deepEqual(await list('&subject=user&include_group=false'), [domain]);
    assert.deepEqual(await list('&subject=group'), [project, inherited, enterprise]);
    assert.deepEqual(await list('&subject=agency'), []);
    assert.deepEqual(await list(`&subject.user_id=${user}`), [project, domain, inherited, enterprise]);
    assert.deepEqual(await list(`&subject.user_id=${user}&include_group=false`), [domain]);
    assert.deepEqual(await list(`&subject.group_id=${group}&role_id=${roleId}`), [project]);
    assert.deepEqual(await list('&scope=project'), [project]);
    assert.deepEqual(await list('&scope=domain'), [domain]);
    assert.deepEqual(await list('&scope=domain&is_inherited=true'), [inherited]);
    assert.deepEqual(await list('&scope=enterprise_project'), [enterprise]);
    assert.deepEqual(await list(`&scope.enterprise_projects_id=${enterpriseProject}`), [enterprise]);
    assert.deepEqual(await list('&page=2&per_page=3'), [enterprise]);
    const several = `${base}?domain_id=${grants.domainId}&scope=domain&scope.project_id=${grants.projectId}`;
    assert.equal((await grants.call('GET', several)).status, 400);
    assert.equal((await grants.call('GET', base)).status, 400);
    const foreign = await grants.callAsOther('GET', `${base}?domain_id=${grants.domainId}`);
    assert.deepEqual(foreign.body.role_assignments, []);
  });
});
