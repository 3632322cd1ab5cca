import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { asId, type ProjectId } from '../../ids.js';
import { decide } from './decide.js';
import { parsePolicyDocument } from './parsePolicyDocument.js';
import { readStoredPolicy } from './readStoredPolicy.js';
import type { DecisionRequest, Grant, GrantScope, PolicyModel } from './types.js';

const project = asId<ProjectId>('1'.repeat(32));
const otherProject = asId<ProjectId>('2'.repeat(32));
const desktop = 'workspace:cn-north-4:acct:desktop:d-1';

interface Statement {
  readonly [element: string]: unknown;
}

function grant(
  model: PolicyModel,
  statements: readonly Statement[],
  scope: GrantScope = { kind: 'everywhere' },
  name: string = model,
): Grant {
  const text = JSON.stringify({ Version: model === 'role' ? '1.1' : '5.0', Statement: statements });
  return { policy: { id: `id of ${name}`, name, model, ...parsePolicyDocument(model, text) }, scope };
}

function identity(...statements: readonly Statement[]): Grant {
  return grant('identity', statements);
}

function role(...statements: readonly Statement[]): Grant {
  return grant('role', statements);
}

const ports = [
  { action: 'vpc:ports:get', resource: undefined },
  { action: 'vpc:ports:delete', resource: undefined },
];

function deletion(changes: Partial<DecisionRequest> = {}): DecisionRequest {
  return {
    action: 'workspace:desktops:delete',
    resource: desktop,
    dependencies: ports,
    keys: new Map(),
    projectId: project,
    enterpriseProjectId: '0',
    ...changes,
  };
}

const allowDelete = { Effect: 'Allow', Action: ['workspace:desktops:delete'] };
const allowPorts = { Effect: 'Allow', Action: ['vpc:ports:get', 'vpc:ports:delete'] };

function tagged(key: string, value: string): DecisionRequest {
  return deletion({ keys: new Map([[`g:ResourceTag/${key}`, [value]]]) });
}

describe('a decision', () => {
  it('is an implicit deny without any policy', () => {
    assert.deepEqual(decide([], deletion()), {
      allowed: false,
      kind: 'implicit',
      action: 'workspace:desktops:delete',
    });
  });

  it('names the statement that allows, by its Sid or its place', () => {
    const other = { Effect: 'Allow', Action: ['workspace:users:list'] };
    assert.deepEqual(decide([role(other, allowDelete)], deletion()), {
      allowed: true,
      by: { policyId: 'id of role', policyName: 'role', statement: '#2' },
    });
    assert.deepEqual(decide([identity({ Sid: 'Mine', ...allowDelete }, allowPorts)], deletion()), {
      allowed: true,
      by: { policyId: 'id of identity', policyName: 'identity', statement: 'Mine' },
    });
  });

  it('A8: needs every dependency by an identity policy, and names the one that is missing', () => {
    const onlyGet = { Effect: 'Allow', Action: ['vpc:ports:get'] };
    assert.deepEqual(decide([identity(allowDelete, onlyGet)], deletion()), {
      allowed: false,
      kind: 'implicit',
      action: 'vpc:ports:delete',
      model: 'identity',
    });
  });

  it('A8: takes a dependency from no role policy when the action is allowed by an identity policy', () => {
    assert.equal(decide([identity(allowDelete), role(allowPorts)], deletion()).allowed, false);
  });

  it('A8: names the statement that denies a dependency', () => {
    const noPorts = { Sid: 'NoPorts', Effect: 'Deny', Action: ['vpc:ports:delete'] };
    assert.deepEqual(decide([identity(allowDelete, allowPorts, noPorts)], deletion()), {
      allowed: false,
      kind: 'explicit',
      action: 'vpc:ports:delete',
      by: { policyId: 'id of identity', policyName: 'identity', statement: 'NoPorts' },
      model: 'identity',
    });
  });

  it('needs no dependency by a role policy, not even one that is denied', () => {
    const noPorts = { Effect: 'Deny', Action: ['vpc:ports:delete'] };
    assert.equal(decide([role(allowDelete), identity(noPorts)], deletion()).allowed, true);
  });

  it('A8: goes against whoever any policy of any model denies', () => {
    const deny = { Sid: 'Never', Effect: 'Deny', Action: ['workspace:desktops:delete'] };
    assert.deepEqual(decide([role(allowDelete), identity(allowDelete, allowPorts, deny)], deletion()), {
      allowed: false,
      kind: 'explicit',
      action: 'workspace:desktops:delete',
      by: { policyId: 'id of identity', policyName: 'identity', statement: 'Never' },
      model: 'identity',
    });
    const byRole = role({ Effect: 'Deny', Action: ['workspace:*:*'] });
    const denied = decide([identity(allowDelete, allowPorts), byRole], deletion());
    assert.ok(!denied.allowed);
    assert.equal(denied.model, 'role');
  });

  it('A8: holds a tag against the desktop; a missing tag is not the wanted one', () => {
    const own = { ...allowDelete, Condition: { StringEquals: { 'g:ResourceTag/owner': ['bob'] } } };
    const grants = [identity(own, allowPorts)];
    assert.equal(decide(grants, tagged('owner', 'bob')).allowed, true);
    assert.equal(decide(grants, tagged('owner', 'Bob')).allowed, false);
    assert.equal(decide(grants, tagged('Owner', 'bob')).allowed, false);
    assert.equal(decide(grants, deletion()).allowed, false);
  });

  it('A8: lets a Deny on a tag spare desktops that have another value or none', () => {
    const deny = {
      Effect: 'Deny',
      Action: ['workspace:desktops:*'],
      Condition: { StringEquals: { 'g:ResourceTag/keep': ['yes'] } },
    };
    const grants = [identity(allowDelete, allowPorts, deny)];
    assert.equal(decide(grants, tagged('keep', 'yes')).allowed, false);
    assert.equal(decide(grants, tagged('keep', 'no')).allowed, true);
    assert.equal(decide(grants, deletion()).allowed, true);
  });

  it('A8: limits by enterprise project, in a condition and by where a role is assigned', () => {
    const condition = { ...allowDelete, Condition: { StringEquals: { 'g:EnterpriseProjectId': ['ep-1'] } } };
    const within = (id: string): DecisionRequest =>
      deletion({ enterpriseProjectId: id, keys: new Map([['g:EnterpriseProjectId', [id]]]) });
    const assigned = grant('role', [allowDelete], {
      kind: 'enterprise-project',
      enterpriseProjectId: 'ep-1',
    });
    for (const grants of [[identity(condition, allowPorts)], [assigned]]) {
      assert.equal(decide(grants, within('ep-1')).allowed, true);
      assert.equal(decide(grants, within('ep-2')).allowed, false);
    }
  });

  it('counts a grant where it was given only', () => {
    const here = [grant('role', [allowDelete], { kind: 'project', projectId: project })];
    assert.equal(decide(here, deletion()).allowed, true);
    assert.equal(decide(here, deletion({ projectId: otherProject })).allowed, false);
    const account = [grant('role', [allowDelete], { kind: 'domain' })];
    assert.equal(decide(account, deletion()).allowed, false);
    assert.equal(decide(account, deletion({ projectId: undefined })).allowed, true);
  });

  it('reads * in each part of an action, without regard to case', () => {
    for (const pattern of [
      '*',
      '*:*:*',
      'workspace:*:*',
      'workspace:desk*:DEL*',
      'workspace:DESKTOPS:*ete',
      'Workspace:Desktops:Delete',
      'WORKSPACE:*:*',
      'WORK*:desktops:delete',
      'w*:*:delete',
    ])
      assert.equal(decide([role({ Effect: 'Allow', Action: [pattern] })], deletion()).allowed, true, pattern);
    for (const pattern of [
      'vpc:*:*',
      'workspace:desktops:delet',
      'workspace:desktops:*x',
      'workspace:users:*',
    ])
      assert.equal(
        decide([role({ Effect: 'Allow', Action: [pattern] })], deletion()).allowed,
        false,
        pattern,
      );
  });

  it('knows actions without a type', () => {
    const request = deletion({
      action: 'sts::decodeAuthorizationMessage',
      resource: undefined,
      dependencies: [],
    });
    for (const pattern of ['sts::decodeAuthorizationMessage', 'sts:*:*', 'sts::*'])
      assert.equal(
        decide([identity({ Effect: 'Allow', Action: [pattern] })], request).allowed,
        true,
        pattern,
      );
  });

  it('reads NotAction as all but these', () => {
    const allBut = role({ Effect: 'Allow', NotAction: ['workspace:users:*'] });
    assert.equal(decide([allBut], deletion()).allowed, true);
    assert.equal(decide([allBut], deletion({ action: 'workspace:users:delete' })).allowed, false);
    const denyBut = role({ Effect: 'Deny', NotAction: ['workspace:desktops:get'] });
    assert.equal(decide([role({ Effect: 'Allow', Action: ['*'] }), denyBut], deletion()).allowed, false);
  });

  it('holds resources against the URN; an action without a resource fits * only', () => {
    const on = (...Resource: string[]): Grant[] => [identity({ ...allowDelete, Resource }, allowPorts)];
    assert.equal(decide(on('workspace:*:*:desktop:d-1'), deletion()).allowed, true);
    assert.equal(decide(on('workspace:cn-north-4:acct:desktop:d-?'), deletion()).allowed, true);
    assert.equal(decide(on('workspace:*:*:desktop:d-2'), deletion()).allowed, false);
    assert.equal(decide(on('workspace:*:other:desktop:*'), deletion()).allowed, false);
    const none = deletion({ resource: undefined });
    assert.equal(decide(on('workspace:*:*:*:*'), none).allowed, false);
    assert.equal(decide(on('*'), none).allowed, true);
  });

  it('takes actions of other services in any case, and no path of a call for a resource', () => {
    const brought = { Effect: 'Allow', Action: ['DataArtsFabric:sparkJob:show', 'workspace:*:*'] };
    const job = deletion({ action: 'dataartsfabric:SparkJob:show', resource: undefined });
    assert.equal(decide([role(brought)], job).allowed, true);
    assert.equal(
      decide([role({ ...brought, Resource: ['WorkSpace:*:*:Desktop:d-1'] })], deletion()).allowed,
      true,
    );
    const uri = { uri: ['/iam/agencies/d-1', '/workspace/desktops/d-1'] };
    for (const asked of [deletion(), deletion({ resource: undefined })]) {
      assert.equal(decide([role({ ...brought, Resource: uri })], asked).allowed, false);
      const deny = { ...brought, Effect: 'Deny', Resource: uri };
      assert.equal(decide([role(brought, deny)], asked).allowed, true);
    }
  });

  it('asks for condition keys in any case, but for the key of a tag', () => {
    const when = (key: string): Grant[] => [
      role({ ...allowDelete, Condition: { StringEquals: { [key]: ['bob'] } } }),
    ];
    for (const key of ['g:resourcetag/owner', 'G:RESOURCETAG/owner', 'g:ResourceTag/owner'])
      assert.equal(decide(when(key), tagged('owner', 'bob')).allowed, true, key);
    assert.equal(decide(when('g:resourcetag/Owner'), tagged('owner', 'bob')).allowed, false);
    const named = deletion({
      keys: new Map([
        ['g:UserName', ['bob']],
        ['workspace:AccessMode', ['bob']],
      ]),
    });
    for (const key of ['g:username', 'G:UserNAME', 'Workspace:accessMode'])
      assert.equal(decide(when(key), named).allowed, true, key);
  });

  it('reads NotResource as all but these', () => {
    const grants = [identity({ ...allowDelete, NotResource: ['workspace:*:*:desktop:d-1'] }, allowPorts)];
    assert.equal(decide(grants, deletion()).allowed, false);
    const other = deletion({ resource: 'workspace:cn-north-4:acct:desktop:d-2' });
    assert.equal(decide(grants, other).allowed, true);
  });

  it('is an explicit deny that names the policy when a stored policy cannot be read', () => {
    const document =
      '{"Version":"5.0","Statement":[{"Effect":"Allow","Action":["*"],"Condition":{"Sounds":{}}}]}';
    const policy = readStoredPolicy({ id: 'p', name: 'Broken', model: 'identity', document });
    assert.deepEqual(decide([role(allowDelete), { policy, scope: { kind: 'everywhere' } }], deletion()), {
      allowed: false,
      kind: 'explicit',
      action: 'workspace:desktops:delete',
      by: { policyId: 'p', policyName: 'Broken', statement: 'policy cannot be read' },
      model: 'identity',
    });
  });

  it('is not made about a resource that is no URN', () => {
    assert.throws(() => decide([role(allowDelete)], deletion({ resource: 'd-1' })), /not a URN/);
  });
});
