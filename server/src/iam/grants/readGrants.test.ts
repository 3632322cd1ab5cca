import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { decide } from '../../access/policies/decide.js';
import type { DecisionRequest, Grant } from '../../access/policies/types.js';
import type { IamUserId } from '../../ids.js';
import { type GrantService, startGrantService } from '../../testing/grantCalls.js';
import { readGrants } from './readGrants.js';

let grants: GrantService;
before(async () => {
  grants = await startGrantService();
});
after(() => grants.service.remove());

const read = (user: IamUserId): Promise<readonly Grant[]> =>
  readGrants(grants.service.database.pool, user, grants.domainId);
const identityPolicy = async (policy_name: string, action: string): Promise<string> => {
  const policy_document = JSON.stringify({
    Version: '5.0',
    Statement: [{ Effect: 'Allow', Action: [action] }],
  });
  const created = await grants.call('POST', '/v5/policies', { policy_name, policy_document });
  assert.equal(created.status, 201, created.text);
  return created.body.policy.policy_id;
};
const attach = async (policyId: string, user: IamUserId): Promise<void> => {
  const answer = await grants.call('POST', `/v5/policies/${policyId}/attach-user`, { user_id: user });
  assert.equal(answer.status, 200, answer.text);
};
const request = (action: string): DecisionRequest => ({
  action,
  resource: undefined,
  dependencies: [],
  keys: new Map(),
  projectId: grants.projectId,
  enterpriseProjectId: undefined,
});

describe('the policies that apply to a user', () => {
  it('are its own and those of its groups, each with where it counts', async () => {
    const user = await grants.addUser('anna');
    const group = await grants.addGroup('desk', [user]);
    const elsewhere = await grants.addGroup('elsewhere', []);
    const enterpriseProject = await grants.addEnterpriseProject('finance');
    assert.deepEqual(await read(user), []);
    const id = await identityPolicy('Look', 'workspace:desktops:get');
    await attach(id, user);
    await grants.call('POST', `/v5/policies/${id}/attach-group`, { group_id: group });
    const { roles } = (await grants.call('GET', '/v3/roles?display_name=Workspace%20ReadOnlyAccess')).body;
    const roleId: string = roles[0].id;
    for (const path of [
      `/v3/projects/${grants.projectId}/groups/${group}/roles/${roleId}`,
      `/v3/domains/${grants.domainId}/groups/${group}/roles/${roleId}`,
      `/v3/OS-INHERIT/domains/${grants.domainId}/groups/${group}/roles/${roleId}/inherited_to_projects`,
      `/v3.0/OS-PERMISSION/enterprise-projects/${enterpriseProject}/users/${user}/roles/${roleId}`,
      `/v3.0/OS-PERMISSION/enterprise-projects/0/groups/${elsewhere}/roles/${roleId}`,
    ]) {
      assert.equal((await grants.call('PUT', path)).status, 204, path);
    }
    const found = (await read(user))
      .map(({ policy, scope }) => `${policy.model} ${policy.name} ${JSON.stringify(scope)}`)
      .sort();
    assert.deepEqual(
      found,
      [
        'identity Look {"kind":"everywhere"}',
        'role Workspace ReadOnlyAccess {"kind":"domain"}',
        'role Workspace ReadOnlyAccess {"kind":"everywhere"}',
        `role Workspace ReadOnlyAccess {"kind":"project","projectId":"${grants.projectId}"}`,
        `role Workspace ReadOnlyAccess {"kind":"enterprise-project","enterpriseProjectId":"${enterpriseProject}"}`,
      ].sort(),
    );
    const theirs = await readGrants(grants.service.database.pool, user, grants.otherDomainId);
    assert.deepEqual(theirs, []);
  });

  it('are those of the default version, seen at the next reading, and compiled once', async () => {
    const user = await grants.addUser('bert');
    const id = await identityPolicy('Changing', 'workspace:desktops:get');
    await attach(id, user);
    const allowed = async (action: string): Promise<boolean> =>
      decide(await read(user), request(action)).allowed;
    assert.ok(await allowed('workspace:desktops:get'));
    const [one] = await read(user);
    const [again] = await read(user);
    assert.equal(one?.policy, again?.policy);
    const policy_document = JSON.stringify({
      Version: '5.0',
      Statement: [{ Effect: 'Allow', Action: ['workspace:users:get'] }],
    });
    await grants.call('POST', `/v5/policies/${id}/versions`, { policy_document });
    assert.ok(
      await allowed('workspace:desktops:get'),
      'a version that is not the default one changes nothing',
    );
    await grants.call('POST', `/v5/policies/${id}/versions/v2/set-default`);
    assert.ok(!(await allowed('workspace:desktops:get')));
    assert.ok(await allowed('workspace:users:get'));
  });

  it('end with the membership and with the assignment', async () => {
    const user = await grants.addUser('carl');
    const group = await grants.addGroup('leavers', [user]);
    const id = await identityPolicy('Left', 'workspace:desktops:get');
    await grants.call('POST', `/v5/policies/${id}/attach-group`, { group_id: group });
    assert.equal((await read(user)).length, 1);
    const left = await grants.call('DELETE', `/v3/groups/${group}/users/${user}`);
    assert.equal(left.status, 204);
    assert.deepEqual(await read(user), []);
  });

  it('deny when a document cannot be understood or a policy is not known: fail closed', async () => {
    const { database } = grants.service.database;
    const user = await grants.addUser('dora');
    const good = await identityPolicy('Good', 'workspace:desktops:get');
    const broken = await identityPolicy('Broken', 'workspace:users:get');
    await attach(good, user);
    assert.ok(decide(await read(user), request('workspace:desktops:get')).allowed);
    await attach(broken, user);
    await database
      .updateTable('iam_policy_versions')
      .set({ document: '{"Version":"6.0"}' })
      .where('policy_id', '=', broken)
      .execute();
    const decision = decide(await read(user), request('workspace:desktops:get'));
    assert.ok(!decision.allowed && decision.kind === 'explicit' && decision.by?.policyName === 'Broken');
    await grants.call('POST', `/v5/policies/${broken}/detach-user`, { user_id: user });
    await database
      .insertInto('iam_grants')
      .values({
        id: 'f'.repeat(32),
        domain_id: grants.domainId,
        model: 'role',
        policy_id: 'of-another-release',
        own_policy_id: null,
        user_id: user,
        group_id: null,
        scope: 'everywhere',
        project_id: null,
        enterprise_project_id: null,
        created_at: new Date(),
      })
      .execute();
    const unknown = decide(await read(user), request('workspace:desktops:get'));
    assert.ok(!unknown.allowed && unknown.kind === 'explicit');
    assert.equal(unknown.by?.policyName, 'of-another-release');
  });

  it('of another account cannot be written even past the checks of the service (S16)', async () => {
    const user = await grants.addUser('emil', grants.otherDomainId);
    const id = await identityPolicy('Ours', 'workspace:desktops:get');
    const foreign = grants.service.database.database
      .insertInto('iam_grants')
      .values({
        id: 'e'.repeat(32),
        domain_id: grants.otherDomainId,
        model: 'identity',
        policy_id: id,
        own_policy_id: id,
        user_id: user,
        group_id: null,
        scope: 'everywhere',
        project_id: null,
        enterprise_project_id: null,
        created_at: new Date(),
      })
      .execute();
    await assert.rejects(foreign, /foreign key/);
  });
});
