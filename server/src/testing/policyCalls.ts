import assert from 'node:assert/strict';
import type { IamUserId } from '../ids.js';
import type { GrantService } from './grantCalls.js';

let made = 0;

/** Gives a user an identity policy of these statements. @returns the policy's id */
export async function attachIdentityPolicy(
  grants: GrantService,
  userId: IamUserId | string,
  statements: readonly object[],
  name = `policy-${(made += 1)}`,
): Promise<string> {
  const policy_document = JSON.stringify({ Version: '5.0', Statement: statements });
  const created = await grants.call('POST', '/v5/policies', { policy_name: name, policy_document });
  assert.equal(created.status, 201, created.text);
  const { policy_id } = created.body.policy;
  const attached = await grants.call('POST', `/v5/policies/${policy_id}/attach-user`, { user_id: userId });
  assert.equal(attached.status, 200, attached.text);
  return policy_id;
}

/** Gives a user a policy of Version 1.1 of these statements, for the service's project. @returns the policy's id */
export async function assignRolePolicy(
  grants: GrantService,
  userId: IamUserId | string,
  statements: readonly object[],
  name = `role-${(made += 1)}`,
): Promise<string> {
  const policy = { Version: '1.1', Statement: statements };
  const role = { display_name: name, type: 'XA', description: 'of a test', policy };
  const created = await grants.call('POST', '/v3.0/OS-ROLE/roles', { role });
  assert.equal(created.status, 201, created.text);
  const { id } = created.body.role;
  const path = `/v3/projects/${grants.projectId}/users/${userId}/roles/${id}`;
  const assigned = await grants.call('PUT', path);
  assert.equal(assigned.status, 204, assigned.text);
  return id;
}
