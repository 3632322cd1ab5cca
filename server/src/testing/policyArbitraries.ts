import fc from 'fast-check';
import type { ConditionKeys } from '../access/policies/conditionKeys.js';
import type { DecisionRequest, GrantScope, PolicyModel } from '../access/policies/types.js';
import { asId, type ProjectId } from '../ids.js';
import {
  addresses,
  condition,
  dates,
  enterpriseProjects,
  junk,
  keyNames,
  meeting,
  numbers,
  texts,
  tricky,
} from './conditionArbitraries.js';
import type { NaivePolicy, NaiveStatement } from './naiveDecision.js';
import { anyCase, blurred, variableText } from './policyTextArbitraries.js';

/** Few names, so that policies and requests meet often. */
const services = ['workspace', 'vpc'];
const types = ['desktops', 'Ports', 'a', ''];
const operations = ['delete', 'Get', 'getAll', 'aab'];
const projects = [asId<ProjectId>('1'.repeat(32)), asId<ProjectId>('2'.repeat(32))];

function actionPattern(model: PolicyModel): fc.Arbitrary<string> {
  const wildcards = model === 'role' ? ['*'] : ['*', '?'];
  const operation = blurred(operations, wildcards);
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant('*') },
    {
      weight: 6,
      arbitrary: fc
        .tuple(blurred(services, ['*']).chain(anyCase), blurred(types, wildcards), operation)
        .map((parts) => parts.join(':')),
    },
  );
}

export function resourcePattern(model: PolicyModel): fc.Arbitrary<string> {
  const wildcards = model === 'role' ? ['*'] : ['*', '?'];
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant('*') },
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          blurred(['workspace'], ['*']),
          fc.constantFrom('', '*', 'r1', ...(model === 'role' ? [] : ["${g:Nobody, 'r1'}", '${g:UserName}'])),
          fc.constantFrom('', '*', 'acct'),
          fc.oneof(
            blurred(['desktop', 'DeskTop'], wildcards),
            fc.constantFrom('*', ...(model === 'role' ? [] : ["${g:Nobody, 'DESKTOP'}"])),
          ),
          fc.oneof(blurred(['d-1', 'd-2'], wildcards), variableText(['', 'd-', '*', 'd-1'])),
        )
        .map((parts) => parts.join(':')),
    },
  );
}

/** Statements that the grammar of the model takes. */
function statement(model: PolicyModel): fc.Arbitrary<NaiveStatement> {
  const actions = fc.array(actionPattern(model), { minLength: 1, maxLength: 3 });
  const resources = fc.array(resourcePattern(model), { minLength: 1, maxLength: 2 });
  return fc
    .record({
      effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
      actions,
      actionElement: fc.constantFrom('Action', 'Action', 'Action', 'NotAction'),
      resources: fc.option(
        model === 'role'
          ? fc.oneof(
              { weight: 6, arbitrary: resources },
              { weight: 1, arbitrary: fc.constant({ uri: ['/iam/agencies/d-1'] }) },
            )
          : resources,
        { nil: undefined, freq: 1 },
      ),
      resourceElement:
        model === 'role' ? fc.constant('Resource') : fc.constantFrom('Resource', 'NotResource'),
      conditions: fc.option(condition(model), { nil: undefined, freq: 1 }),
    })
    .map(({ effect, actions: names, actionElement, resources: urns, resourceElement, conditions }) => ({
      Effect: effect,
      [actionElement]: names,
      ...(urns === undefined ? {} : { [resourceElement]: urns }),
      ...(conditions === undefined ? {} : { Condition: conditions }),
    }));
}

const scope: fc.Arbitrary<GrantScope> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ kind: 'everywhere' as const }) },
  fc.constant({ kind: 'domain' as const }),
  fc.constantFrom(...projects).map((projectId) => ({ kind: 'project' as const, projectId })),
  fc
    .constantFrom(...enterpriseProjects)
    .map((enterpriseProjectId) => ({ kind: 'enterprise-project' as const, enterpriseProjectId })),
);

export const policy: fc.Arbitrary<NaivePolicy> = fc
  .constantFrom('role' as const, 'identity' as const)
  .chain((model) =>
    fc.record({
      model: fc.constant(model),
      scope,
      statements: fc.array(statement(model), { minLength: 1, maxLength: 4 }),
    }),
  );

/** The document of a policy, as somebody would send it. */
export function documentOf({ model, statements }: NaivePolicy): string {
  return JSON.stringify({ Version: model === 'role' ? '1.1' : '5.0', Statement: statements });
}

export const requestedAction = fc.record({
  action: fc
    .tuple(fc.constantFrom(...services), fc.constantFrom(...types), fc.constantFrom(...operations))
    .map((parts) => parts.join(':')),
  resource: fc.constantFrom(
    undefined,
    'workspace:r1:acct:desktop:d-1',
    'workspace:r1:acct:desktop:d-2',
    'vpc::acct:port:d-1',
  ),
});

const keys: fc.Arbitrary<ConditionKeys> = fc
  .array(
    fc.tuple(
      fc.constantFrom(...keyNames, 'g:EnterpriseProjectId', 'g:UserName', 'g:UserName'),
      fc.array(
        fc.oneof(
          { weight: 4, arbitrary: fc.constantFrom(...texts) },
          { weight: 2, arbitrary: fc.constantFrom(...tricky) },
          fc.constantFrom(...numbers),
          fc.constantFrom(...dates),
          fc.constantFrom(...addresses),
          fc.constantFrom('true', 'false', ...enterpriseProjects),
          fc.constantFrom(...junk),
        ),
        { maxLength: 2 },
      ),
    ),
    { maxLength: 5 },
  )
  .map((entries) => new Map(entries));

export const decisionRequest: fc.Arbitrary<DecisionRequest> = fc
  .record({
    asked: requestedAction,
    dependencies: fc.array(requestedAction, { maxLength: 2 }),
    keys,
    projectId: fc.option(fc.constantFrom(...projects), { nil: undefined }),
    enterpriseProjectId: fc.option(fc.constantFrom(...enterpriseProjects), { nil: undefined }),
  })
  .map(({ asked, ...rest }) => ({ ...asked, ...rest }));

/** A policy about every action, so that only its resources and its conditions decide. */
export const broadPolicy: fc.Arbitrary<NaivePolicy> = fc
  .record({
    Effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
    resources: fc.option(fc.array(resourcePattern('identity'), { minLength: 1, maxLength: 2 }), {
      nil: undefined,
    }),
    condition: fc.option(
      meeting.map((each) => each.condition),
      { nil: undefined },
    ),
  })
  .map(({ Effect, resources, condition: wanted }) => ({
    model: 'identity' as const,
    scope: { kind: 'everywhere' as const },
    statements: [
      {
        Effect,
        Action: ['*'],
        ...(resources === undefined ? {} : { Resource: resources }),
        ...(wanted === undefined ? {} : { Condition: wanted }),
      },
    ],
  }));
