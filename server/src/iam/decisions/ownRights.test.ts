import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { permissions } from '../../access/permissions/table.js';
import { createPolicyUsers, type PolicyUsers } from '../../testing/policyUsers.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';

let service: TestService;
let users: PolicyUsers;
before(async () => {
  service = await startTestService();
  users = await createPolicyUsers(service);
});
after(() => service.remove());

const path = (): string => `/console/api/rights/${service.credentials.project_id}`;

describe('the rights of a caller', () => {
  it('are all for the account itself, told of every operation', async () => {
    const { body } = await users.root('GET', path());
    assert.deepEqual(Object.keys(body.rights).sort(), Object.keys(permissions).sort());
    assert.deepEqual([...new Set(Object.values(body.rights))], ['all']);
  });

  it('are what his calls come to: all, on part of what there is, or none', async () => {
    const tagged = { StringEquals: { 'g:ResourceTag/team': ['blue'] } };
    const user = await users.add('partly', {
      identity: [
        { Effect: 'Allow', Action: ['workspace:desktops:*'] },
        { Effect: 'Allow', Action: ['vpc:*:*'] },
        { Effect: 'Deny', Action: ['workspace:desktops:delete'], Condition: tagged },
        { Effect: 'Deny', Action: ['workspace:desktops:create'] },
        {
          Effect: 'Allow',
          Action: ['workspace:users:get'],
          Condition: { StringEquals: { 'g:EnterpriseProjectId': ['0'] } },
        },
        { Effect: 'Allow', Action: ['iam:users:listUsers'] },
      ],
    });
    const { status, body } = await user.call('GET', path());
    assert.equal(status, 200);
    const { rights } = body;
    assert.equal(rights.UpdateDesktop, 'all');
    assert.equal(rights.DeleteDesktop, 'some');
    assert.equal(rights.CreateDesktop, 'none');
    assert.equal(rights.ListUserDetail, 'some');
    assert.equal(rights.DeleteUser, 'none');
    assert.equal(rights.KeystoneListUsers, 'all');
    assert.equal(rights.KeystoneCreateUser, 'none');
    assert.equal(rights.GetCallerIdentity, 'all');
  });

  it('are those in a project of his account', async () => {
    const user = await users.add('elsewhere');
    const answer = await user.call('GET', `/console/api/rights/${'0'.repeat(32)}`);
    assert.equal(answer.status, 401);
  });
});
