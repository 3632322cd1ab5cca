import { decide } from '@deskplane/server/access/policies/decide.js';
import { readStoredPolicy } from '@deskplane/server/access/policies/readStoredPolicy.js';
import type { DecisionRequest, Grant } from '@deskplane/server/access/policies/types.js';

const rounds = 20_000;

/**
 * The processor time of the decision on one deletion with 100 statements in ten identity policies, none of which may be left
 * out: the two dependencies are decided too, and what allows comes last.
 */
export function measureDecision(): { readonly microseconds: number } {
  const grants = Array.from({ length: 10 }, (_, index) => policyGrant(index));
  const request: DecisionRequest = {
    action: 'workspace:desktops:delete',
    resource:
      'workspace:cn-north-4:0123456789abcdef0123456789abcdef:desktop:6f1b4b0e-6a3e-4a57-9a55-3c0e6cb4b0aa',
    dependencies: [
      { action: 'vpc:ports:get', resource: undefined },
      { action: 'vpc:ports:delete', resource: undefined },
    ],
    keys: new Map([
      ['g:ResourceTag/owner', ['bob']],
      ['g:ResourceTag/team', ['blue']],
      ['g:EnterpriseProjectId', ['0']],
      ['g:CurrentTime', ['2026-03-01T12:00:00Z']],
      ['g:UserName', ['alice']],
    ]),
    projectId: undefined,
    enterpriseProjectId: '0',
  };
  if (!decide(grants, request).allowed) throw new Error('The decision to be measured should allow.');
  for (let round = 0; round < rounds / 4; round += 1) decide(grants, request);
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) decide(grants, request);
  const { user, system } = process.cpuUsage(before);
  return { microseconds: (user + system) / rounds };
}

/** Ten statements: some of other services, some of desktops with conditions that fail, in the last policy those that allow. */
function policyGrant(index: number): Grant {
  const statements = [
    { Effect: 'Allow', Action: ['ecs:servers:list', 'ecs:servers:get', 'evs:volumes:list'] },
    { Effect: 'Allow', Action: ['workspace:*:get*', 'workspace:*:list*'] },
    { Effect: 'Allow', Action: ['vpc:*:get*', 'vpc:*:list*'] },
    { Effect: 'Allow', Action: ['ims:images:get', 'ims:images:list'] },
    {
      Effect: 'Deny',
      Action: ['workspace:desktops:delete', 'workspace:desktops:batchDelete'],
      Condition: { StringEquals: { 'g:ResourceTag/owner': [`keeper-${index}`] } },
    },
    { Effect: 'Deny', Action: ['workspace:*:*'], Resource: [`workspace:*:*:desktop:00${index}*`] },
    {
      Effect: 'Deny',
      Action: ['*'],
      Condition: { DateGreaterThan: { 'g:CurrentTime': ['2030-01-01T00:00:00Z'] } },
    },
    {
      Effect: 'Allow',
      Action: ['workspace:desktops:*'],
      Condition: { StringMatch: { 'g:ResourceTag/team': [`red-${index}-*`] } },
    },
    { Effect: 'Allow', Action: ['kms:cmk:get', 'kms:cmk:list', 'nat:snatRules:list'] },
    index === 9
      ? { Effect: 'Allow', Action: ['workspace:desktops:delete', 'vpc:ports:delete'] }
      : { Effect: 'Allow', Action: ['dss:pools:list'] },
  ];
  const document = JSON.stringify({ Version: '5.0', Statement: statements });
  const name = `policy-${index}`;
  return {
    policy: readStoredPolicy({ id: name, name, model: 'identity', document }),
    scope: { kind: 'everywhere' },
  };
}
