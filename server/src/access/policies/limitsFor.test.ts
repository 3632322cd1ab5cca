import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ListedItem, limitsFor } from './limitsFor.js';
import { parsePolicyDocument } from './parsePolicyDocument.js';
import type { DecisionRequest, Grant, GrantScope } from './types.js';

const listing: DecisionRequest = {
  action: 'workspace:desktops:list',
  resource: undefined,
  dependencies: [],
  keys: new Map([['g:UserName', ['alice']]]),
  projectId: undefined,
  enterpriseProjectId: undefined,
};

function identity(statements: readonly unknown[], scope: GrantScope = { kind: 'everywhere' }): Grant {
  const text = JSON.stringify({ Version: '5.0', Statement: statements });
  return {
    policy: { id: 'p', name: 'P', model: 'identity', ...parsePolicyDocument('identity', text) },
    scope,
  };
}

function desktop(
  id: string,
  enterpriseProjectId = '0',
  tags: Readonly<Record<string, string>> = {},
): ListedItem {
  return {
    resource: `workspace:r:acct:desktop:${id}`,
    enterpriseProjectId,
    tags: new Map(Object.entries(tags)),
  };
}

const allow = { Effect: 'Allow', Action: ['workspace:desktops:list'] };

describe('the limits of a list', () => {
  it('are none when nothing speaks of the single desktop', () => {
    const alice = { ...allow, Condition: { StringEquals: { 'g:UserName': ['alice'] } } };
    assert.deepEqual(limitsFor([identity([alice])], listing), { kind: 'all' });
  });

  it('are a refusal when nothing can be allowed, with the reason', () => {
    const action = 'workspace:desktops:list';
    assert.deepEqual(limitsFor([], listing), {
      kind: 'none',
      denied: { allowed: false, kind: 'implicit', action },
    });
    const deny = { Sid: 'No', Effect: 'Deny', Action: ['workspace:*:list*'] };
    const limits = limitsFor([identity([allow, deny])], listing);
    assert.ok(limits.kind === 'none' && limits.denied.kind === 'explicit');
    assert.deepEqual(limits.denied.by, { policyId: 'p', policyName: 'P', statement: 'No' });
    const bob = { ...allow, Condition: { StringEquals: { 'g:UserName': ['bob'] } } };
    assert.equal(limitsFor([identity([bob])], listing).kind, 'none');
  });

  it('are enterprise projects when a condition names them, or the grant was given in one', () => {
    const condition = { StringEquals: { 'g:EnterpriseProjectId': ['ep-1'] } };
    const scope = { kind: 'enterprise-project' as const, enterpriseProjectId: 'ep-1' };
    for (const grant of [identity([{ ...allow, Condition: condition }]), identity([allow], scope)]) {
      const limits = limitsFor([grant], listing);
      assert.ok(limits.kind === 'some');
      assert.deepEqual(limits.on, { enterpriseProject: true, resource: false, tags: new Set() });
      assert.equal(limits.allows(desktop('d-1', 'ep-1')), true);
      assert.equal(limits.allows(desktop('d-1', 'ep-2')), false);
    }
  });

  it('are tags and desktops when statements name those', () => {
    const secret = { Effect: 'Deny', Action: ['*'], Resource: ['workspace:*:*:desktop:secret-*'] };
    const own = { ...allow, Condition: { StringEquals: { 'g:ResourceTag/owner': ['alice'] } } };
    const limits = limitsFor([identity([own, secret])], listing);
    assert.ok(limits.kind === 'some');
    assert.deepEqual(limits.on, { enterpriseProject: false, resource: true, tags: new Set(['owner']) });
    assert.equal(limits.allows(desktop('d-1', '0', { owner: 'alice' })), true);
    assert.equal(limits.allows(desktop('d-1', '0', { owner: 'bob' })), false);
    assert.equal(limits.allows(desktop('d-1')), false);
    assert.equal(limits.allows(desktop('secret-1', '0', { owner: 'alice' })), false);
  });

  it('are tags and desktops also where variables name them', () => {
    const own = { ...allow, Condition: { StringEquals: { 'g:ResourceTag/owner': ['${g:UserName}'] } } };
    const byOwner = limitsFor([identity([own])], listing);
    assert.ok(byOwner.kind === 'some');
    assert.deepEqual(byOwner.on, { enterpriseProject: false, resource: false, tags: new Set(['owner']) });
    assert.equal(byOwner.allows(desktop('d-1', '0', { owner: 'alice' })), true);
    assert.equal(byOwner.allows(desktop('d-1', '0', { owner: 'bob' })), false);
    const lent = { ...allow, Condition: { StringEquals: { 'g:UserName': ['${g:resourcetag/user}'] } } };
    const byUser = limitsFor([identity([lent])], listing);
    assert.ok(byUser.kind === 'some');
    assert.deepEqual(byUser.on.tags, new Set(['user']));
    assert.equal(byUser.allows(desktop('d-1', '0', { user: 'alice' })), true);
    assert.equal(byUser.allows(desktop('d-1')), false);
    const named = { ...allow, Resource: ['workspace:*:*:desktop:${g:EnterpriseProjectId}'] };
    const byProject = limitsFor([identity([named])], listing);
    assert.ok(byProject.kind === 'some');
    assert.deepEqual(byProject.on, { enterpriseProject: true, resource: true, tags: new Set() });
    assert.equal(byProject.allows(desktop('ep-1', 'ep-1')), true);
    assert.equal(byProject.allows(desktop('d-1', 'ep-1')), false);
  });

  it('are a refusal when a variable cannot be replaced for any desktop, or a resource is no desktop', () => {
    const nobody = { ...allow, Condition: { StringEquals: { 'g:ResourceTag/owner': ['${g:ProjectName}'] } } };
    const elsewhere = { ...allow, Resource: { uri: ['/iam/agencies/d-1'] } };
    const text = JSON.stringify({ Version: '1.1', Statement: [elsewhere] });
    const policy = { id: 'p', name: 'P', model: 'role' as const, ...parsePolicyDocument('role', text) };
    for (const grant of [identity([nobody]), { policy, scope: { kind: 'everywhere' as const } }])
      assert.equal(limitsFor([grant], listing).kind, 'none');
  });

  it('do not ask about statements on other actions', () => {
    const deny = {
      Effect: 'Deny',
      Action: ['workspace:desktops:delete'],
      Resource: ['workspace:*:*:desktop:d-1'],
    };
    assert.equal(limitsFor([identity([allow, deny])], listing).kind, 'all');
  });
});
