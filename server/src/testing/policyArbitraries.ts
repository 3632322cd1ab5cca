import fc from 'fast-check';
import type { ConditionKeys, DecisionRequest, GrantScope, PolicyModel } from '../iam/policies/types.js';
import { asId, type ProjectId } from '../ids.js';
import type { NaivePolicy, NaiveStatement } from './naiveDecision.js';

/** Few names, so that policies and requests meet often. */
const services = ['workspace', 'vpc'];
const types = ['desktops', 'Ports', 'a', ''];
const operations = ['delete', 'Get', 'getAll', 'aab'];
const projects = [asId<ProjectId>('1'.repeat(32)), asId<ProjectId>('2'.repeat(32))];
const enterpriseProjects = ['0', 'ep-1'];

/** The same word, written some other way. */
function anyCase(word: string): fc.Arbitrary<string> {
  return fc.constantFrom(word, word, word.toUpperCase(), word.toLowerCase());
}

/** A word with some of its letters made wildcards. */
function blurred(words: readonly string[], wildcards: readonly string[]): fc.Arbitrary<string> {
  const letter = fc.option(fc.constantFrom(...wildcards), { nil: undefined, freq: 2 });
  return fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...words) },
    { weight: 1, arbitrary: fc.constant('*') },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom(...words), fc.array(letter, { minLength: 10, maxLength: 10 }))
        .map(([word, marks]) => Array.from(word, (character, index) => marks[index] ?? character).join('')),
    },
  );
}

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

/** A text with a variable in it, well-formed or not. */
function variableText(around: readonly string[]): fc.Arbitrary<string> {
  const blank = fc.constantFrom('', ' ');
  const name = fc.constantFrom(
    'g:UserName',
    'G:USERNAME',
    'g:username',
    'g:ResourceTag/a',
    'g:resourcetag/b',
    'workspace:accessMODE',
    'g:EnterpriseProjectId',
    'g:Nobody',
    '*',
    '?',
    '$',
    '',
  );
  const standard = fc.constantFrom(
    '',
    '',
    ", 'a'",
    ", '1' ",
    ",'d-2'",
    ", 'it''s'",
    ", '*'",
    ', nobody',
    ", 'a",
  );
  const variable = fc.tuple(blank, name, blank, standard).map((parts) => `\${${parts.join('')}}`);
  const either = fc.oneof(
    { weight: 12, arbitrary: variable },
    fc.constantFrom('${', '${g:UserName', '$', '${$}{g:UserName}'),
  );
  return fc
    .tuple(fc.constantFrom(...around), either, fc.constantFrom('', ...around))
    .map((parts) => parts.join(''));
}

const texts = ['a', 'A', 'ab', 'abc', 'b', ''];
/** What is put in for a variable must not be read again: as a pattern, as a variable. */
const tricky = ['*', 'a*', '?', "it's", '${g:UserName}', 'd-1', '1', 'x:y'];
const numbers = ['1', '1.5', '10', '-3'];
const dates = ['2026-01-31', '2026-03-01T12:00:00Z', '2025-12-31T23:59:59Z'];
const addresses = [
  '192.0.2.1',
  '192.0.3.1',
  '10.0.0.1',
  '::ffff:192.0.2.1',
  '::ffff:c000:201',
  '2001:db8::1',
  '::1',
];
const ranges = [
  '192.0.2.0/24',
  '10.0.0.0/8',
  '192.0.2.1',
  '0.0.0.0/0',
  '192.0.2.0/23',
  '::/0',
  '::ffff:192.0.2.0/120',
  '::ffff:0:0/96',
  '::ffff:0:0/95',
  '::/64',
  '2001:db8::/32',
  '::ffff:a00:1',
];
const junk = ['x', '2026-13-01T00:00:00Z', '1.2.3'];

const families = [
  {
    operators: ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
    wanted: fc.oneof(fc.constantFrom(...texts.slice(0, 5)), variableText(['', 'a', '*'])),
    values: [...texts, ...tricky],
    onlyIdentity: false,
  },
  {
    operators: ['StringMatch', 'StringNotMatch'],
    wanted: fc.oneof(blurred(texts.slice(0, 5), ['*', '?']), variableText(['', 'a', '*', '?'])),
    values: [...texts, ...tricky],
    onlyIdentity: false,
  },
  {
    operators: ['StringStartWith', 'StringNotStartWith', 'StringEndWith', 'StringNotEndWith'],
    wanted: fc.oneof(fc.constantFrom(...texts.slice(0, 5)), variableText(['', 'a', '*'])),
    values: [...texts, ...tricky],
    onlyIdentity: false,
  },
  {
    operators: ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map(
      (name) => `Number${name}`,
    ),
    wanted: fc.constantFrom(...numbers),
    values: numbers,
    onlyIdentity: false,
  },
  {
    operators: ['LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map(
      (name) => `Date${name}`,
    ),
    wanted: fc.constantFrom(...dates),
    values: dates,
    onlyIdentity: false,
  },
  {
    operators: ['Bool'],
    wanted: fc.constantFrom('true', 'false'),
    values: ['true', 'false'],
    onlyIdentity: false,
  },
  {
    operators: ['IpAddress', 'NotIpAddress'],
    wanted: fc.constantFrom(...ranges),
    values: addresses,
    onlyIdentity: true,
  },
];

/** Tags take every operator; the enterprise project takes those for texts. */
const keyNames = ['g:ResourceTag/a', 'g:ResourceTag/b', 'g:RequestTag/a', 'workspace:AccessMode'];

/** A condition, and values for its key that it may well be about. */
export interface Meeting {
  readonly condition: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly values: readonly string[] | undefined;
}

export const meeting: fc.Arbitrary<Meeting> = fc
  .constantFrom(...families)
  .chain(({ operators, wanted, values }) =>
    fc
      .record({
        prefix: fc.constantFrom('', '', 'ForAllValues:', 'ForAnyValue:'),
        name: fc.constantFrom(...operators),
        suffix: fc.constantFrom('', '', 'IfExists'),
        wanted: fc.array(wanted, { minLength: 1, maxLength: 2 }),
        values: fc.option(fc.array(fc.constantFrom(...values, ...junk.slice(0, 1)), { maxLength: 2 }), {
          nil: undefined,
        }),
      })
      .map(({ prefix, name, suffix, wanted: list, values: found }) => ({
        condition: { [`${prefix}${name}${suffix}`]: { 'g:ResourceTag/a': list } },
        values: found,
      })),
  );

/** All but the key of a tag in upper case. */
function shout<Value>([key, value]: [string, Value]): [string, Value] {
  return [key.replace(/^[^/]+/, (stem) => stem.toUpperCase()), value];
}

function condition(model: PolicyModel): fc.Arbitrary<Record<string, Record<string, readonly string[]>>> {
  const fitting = families.filter(({ onlyIdentity }) => model === 'identity' || !onlyIdentity);
  const ordinary = fc.constantFrom(...fitting).chain(({ operators, wanted }) =>
    fc
      .tuple(
        fc.constantFrom('', '', '', 'ForAllValues:', 'ForAnyValue:'),
        fc.constantFrom(...operators),
        fc.constantFrom('', '', 'IfExists'),
        fc.dictionary(fc.constantFrom(...keyNames), fc.array(wanted, { minLength: 1, maxLength: 3 }), {
          minKeys: 1,
          maxKeys: 2,
          noNullPrototype: true,
        }),
        fc.boolean(),
      )
      .map(([prefix, name, suffix, keys, shouting]) => ({
        [`${prefix}${name}${suffix}`]: shouting ? Object.fromEntries(Object.entries(keys).map(shout)) : keys,
      })),
  );
  const absence = fc
    .tuple(fc.constantFrom(...keyNames), fc.constantFrom('true', 'false'))
    .map(([key, value]) => ({ Null: { [key]: [value] } }));
  const project = fc
    .tuple(
      fc.constantFrom('StringEquals', 'StringNotEquals', 'StringMatch'),
      fc.constantFrom(...enterpriseProjects),
    )
    .map(([operator, id]) => ({ [operator]: { 'g:EnterpriseProjectId': [id] } }));
  return fc
    .array(fc.oneof({ weight: 6, arbitrary: ordinary }, absence, project), { minLength: 1, maxLength: 2 })
    .map((parts) =>
      Object.fromEntries(parts.flatMap((part) => Object.entries<Record<string, readonly string[]>>(part))),
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
