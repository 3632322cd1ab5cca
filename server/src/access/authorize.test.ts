import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ApiError } from '../errors/errors.js';
import { asId } from '../ids.js';
import { AccessDenied } from './accessDenied.js';
import { authorize } from './authorize.js';
import type { Caller } from './caller.js';
import { requestTagKeys } from './conditionKeysOf.js';
import type { Operation } from './permissions/table.js';
import { parsePolicyDocument } from './policies/parsePolicyDocument.js';
import type { Grant } from './policies/types.js';
import { readSessionPolicy } from './sessionPolicy.js';

const desktop = {
  type: 'desktop',
  id: 'd-1',
  tags: new Map([['team', 'blue']]),
  enterpriseProjectId: '0',
  ports: ['p-1', 'p-2'],
} as const;
const projectId = asId<NonNullable<Parameters<typeof authorize>[1]['projectId']>>('p'.repeat(32));

function granted(...Statement: object[]): readonly Grant[] {
  const text = JSON.stringify({ Version: '5.0', Statement });
  const { statements } = parsePolicyDocument('identity', text);
  return [
    { policy: { id: 'id-1', name: 'one', model: 'identity', statements }, scope: { kind: 'everywhere' } },
  ];
}

function callerOf(operation: Operation, changes: Partial<Caller> = {}): Caller {
  return {
    userId: asId('u-1'),
    userName: 'anna',
    domainId: asId('a-1'),
    domainName: 'account',
    isRoot: false,
    isOperator: false,
    iamRevision: '1',
    grants: [],
    credential: { kind: 'signature', accessKey: 'K' },
    context: {
      operation,
      region: 'test-1',
      at: new Date('2026-05-01T10:00:00Z'),
      sourceIp: '192.0.2.7',
      projectName: 'test-1',
      requestId: 'r-1',
    },
    ...changes,
  };
}

const sessionKey = (document: object) =>
  ({
    kind: 'temporary',
    accessKey: 'K',
    sessionPolicy: readSessionPolicy(JSON.stringify(document)),
  }) as const;

function refusalOf(run: () => unknown): ApiError {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof ApiError);
    return error;
  }
  return assert.fail('was allowed');
}

describe('authorize', () => {
  it('lets the account itself do everything', () => {
    const root = callerOf('DeleteDesktop', { isRoot: true });
    assert.equal(authorize(root, { projectId, resource: desktop }), 'account-root');
  });

  it('narrows whoever has a temporary key with a session policy, the account itself too', () => {
    const looking = {
      Version: '5.0',
      Statement: [{ Effect: 'Allow', Action: ['workspace:desktops:listTags'] }],
    };
    const credential = sessionKey(looking);
    for (const changes of [{ isRoot: true }, { grants: granted({ Effect: 'Allow', Action: ['*'] }) }]) {
      const remove = callerOf('DeleteDesktop', { ...changes, credential });
      const refusal = refusalOf(() => authorize(remove, { projectId, resource: desktop }));
      assert.ok(refusal instanceof AccessDenied && refusal.facts.decision.kind === 'implicit');
      authorize(callerOf('ShowTagByDesktopId', { ...changes, credential }), { projectId, resource: desktop });
    }
    const nothing = callerOf('ShowTagByDesktopId', { credential });
    refusalOf(() => authorize(nothing, { projectId, resource: desktop }));
  });

  it('tells policies about the caller, the request and the resource', () => {
    const condition = (operator: string, key: string, value: string) => ({
      Effect: 'Allow',
      Action: ['workspace:desktops:update'],
      Resource: ['workspace:test-1:a-1:desktop:d-1'],
      Condition: { [operator]: { [key]: [value] } },
    });
    for (const [operator, key, value] of [
      ['StringEquals', 'g:UserId', 'u-1'],
      ['StringEquals', 'g:UserName', 'anna'],
      ['StringEquals', 'g:DomainId', 'a-1'],
      ['StringEquals', 'g:DomainName', 'account'],
      ['StringEquals', 'g:PrincipalAccount', 'a-1'],
      ['StringEquals', 'g:PrincipalId', 'u-1'],
      ['StringEquals', 'g:PrincipalUrn', 'iam::a-1:user:anna'],
      ['StringEquals', 'g:ServiceName', 'workspace'],
      ['StringEquals', 'g:ProjectName', 'test-1'],
      ['StringEquals', 'g:EnterpriseProjectId', '0'],
      ['StringEquals', 'g:ResourceTag/team', 'blue'],
      ['Bool', 'g:MFAPresent', 'false'],
      ['DateLessThan', 'g:CurrentTime', '2026-05-01T10:00:01Z'],
      ['IpAddress', 'g:SourceIp', '192.0.2.0/24'],
    ] as const) {
      const grants = granted(condition(operator, key, value));
      const grounds = authorize(callerOf('UpdateDesktop', { grants }), { projectId, resource: desktop });
      assert.equal(grounds, 'policy:id-1#1', key);
      const other =
        operator === 'Bool' ? 'true' : operator === 'IpAddress' ? '198.51.100.0/24' : '2020-01-01';
      const wrong = granted(condition(operator, key, other));
      refusalOf(() =>
        authorize(callerOf('UpdateDesktop', { grants: wrong }), { projectId, resource: desktop }),
      );
    }
  });

  it('asks for every port of the desktop, and for any when none is known', () => {
    const main = { Effect: 'Allow', Action: ['workspace:desktops:delete'] };
    const ports = (...ids: string[]) => ({
      Effect: 'Allow',
      Action: ['vpc:ports:*'],
      Resource: ids.map((id) => `vpc:*:*:port:${id}`),
    });
    const one = callerOf('DeleteDesktop', { grants: granted(main, ports('p-1')) });
    assert.match(refusalOf(() => authorize(one, { projectId, resource: desktop })).message, /vpc:ports:get/);
    const both = callerOf('DeleteDesktop', { grants: granted(main, ports('p-1', 'p-2')) });
    authorize(both, { projectId, resource: desktop });
    const none = { ...desktop, ports: [] };
    refusalOf(() => authorize(both, { projectId, resource: none }));
    const any = callerOf('DeleteDesktop', { grants: granted(main, ports('*')) });
    authorize(any, { projectId, resource: none });
  });

  it('gives with a refusal what it rests on, and takes the code of the service', () => {
    const caller = callerOf('DeleteDesktop');
    const refusal = refusalOf(() => authorize(caller, { projectId, resource: desktop }));
    assert.ok(refusal instanceof AccessDenied);
    const { code, facts } = refusal;
    assert.equal(code, 'DPL.0403');
    assert.equal(facts.resource, 'workspace:test-1:a-1:desktop:d-1');
    assert.deepEqual(facts.decision, {
      allowed: false,
      kind: 'implicit',
      action: 'workspace:desktops:delete',
    });
    assert.equal(facts.requestId, 'r-1');
    assert.equal(
      refusalOf(() => authorize(callerOf('KeystoneListUsers'), { projectId: undefined })).code,
      'IAM.0003',
    );
  });
});

describe('the keys of a request', () => {
  it('hold the tags that it gives, the last of a key', () => {
    const tags = [{ key: 'a', value: '1' }, { key: 'b' }, { key: 'a', value: '2' }];
    assert.deepEqual(
      [...requestTagKeys(tags)],
      [
        ['g:TagKeys', ['a', 'b']],
        ['g:RequestTag/a', ['2']],
        ['g:RequestTag/b', ['']],
      ],
    );
    assert.equal(requestTagKeys([]).size, 0);
  });
});
