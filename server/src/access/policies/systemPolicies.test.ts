import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decide } from './decide.js';
import { parsePolicyDocument } from './parsePolicyDocument.js';
import { readStoredPolicy } from './readStoredPolicy.js';
import { systemPolicies } from './systemPolicies.js';
import type { DecisionRequest, Grant } from './types.js';

const everywhere = { kind: 'everywhere' } as const;

function holding(name: string): Grant[] {
  const policy = systemPolicies.find((each) => each.name === name);
  assert.ok(policy !== undefined, `${name} exists`);
  return [{ policy: readStoredPolicy(policy), scope: everywhere }];
}

function may(name: string, action: string, dependencies: readonly string[] = []): boolean {
  const request: DecisionRequest = {
    action,
    resource: undefined,
    dependencies: dependencies.map((each) => ({ action: each, resource: undefined })),
    keys: new Map(),
    projectId: undefined,
    enterpriseProjectId: undefined,
  };
  return decide(holding(name), request).allowed;
}

const ports = ['vpc:ports:get', 'vpc:ports:delete'];

describe('system policies', () => {
  it('fit the grammar of their model and have ids and names of their own', () => {
    for (const { model, document } of systemPolicies) parsePolicyDocument(model, document);
    assert.equal(new Set(systemPolicies.map(({ id }) => id)).size, systemPolicies.length);
    assert.equal(
      new Set(systemPolicies.map(({ model, name }) => `${model} ${name}`)).size,
      systemPolicies.length,
    );
    for (const { id } of systemPolicies) assert.match(id, /^[0-9a-f]{32}$/);
  });

  it('let a desktop manager delete desktops in either model, its ports included, and no users', () => {
    assert.ok(may('Workspace DesktopsManager', 'workspace:desktops:delete', ports));
    assert.ok(may('WorkspaceDesktopsManagerPolicy', 'workspace:desktops:delete', ports));
    assert.ok(!may('WorkspaceDesktopsManagerPolicy', 'workspace:users:delete'));
    assert.ok(!may('Workspace DesktopsManager', 'workspace:users:delete'));
  });

  it('let a user manager manage users and look at desktops only', () => {
    assert.ok(may('Workspace UserManager', 'workspace:users:batchDelete'));
    assert.ok(may('WorkspaceUserManagerPolicy', 'workspace:desktops:list'));
    assert.ok(!may('WorkspaceUserManagerPolicy', 'workspace:desktops:delete', ports));
  });

  it('let a reader read and change nothing', () => {
    for (const name of ['Workspace ReadOnlyAccess', 'WorkspaceReadOnlyPolicy']) {
      assert.ok(
        may(name, 'workspace:desktops:get', ['vpc:ports:get', 'vpc:ports:list', 'eip:publicIps:list']),
      );
      assert.ok(may(name, 'workspace:connections:securityList'));
      for (const write of ['desktops:delete', 'desktops:operate', 'users:create', 'tenants:open'])
        assert.ok(!may(name, `workspace:${write}`), `${name} ${write}`);
    }
  });

  it('keep the tenant administrator away from users and policies, and the security administrator from desktops', () => {
    assert.ok(may('te_admin', 'workspace:desktops:delete', ports));
    assert.ok(!may('te_admin', 'iam:users:createUser'));
    assert.ok(may('secu_admin', 'iam:users:createUser'));
    assert.ok(!may('secu_admin', 'workspace:desktops:delete', ports));
  });

  it('let those open authorization messages who may', () => {
    for (const name of ['STS DecodeAccess', 'STSDecodePolicy', 'secu_admin', 'AdministratorAccessPolicy'])
      assert.ok(may(name, 'sts::decodeAuthorizationMessage'), name);
    assert.ok(!may('WorkspaceFullAccessPolicy', 'sts::decodeAuthorizationMessage'));
  });
});
