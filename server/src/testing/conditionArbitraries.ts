import fc from 'fast-check';
import type { PolicyModel } from '../access/policies/types.js';
import { blurred, variableText } from './policyTextArbitraries.js';

export const enterpriseProjects = ['0', 'ep-1'];

export const texts = ['a', 'A', 'ab', 'abc', 'b', ''];
/** What is put in for a variable must not be read again: as a pattern, as a variable. */
export const tricky = ['*', 'a*', '?', "it's", '${g:UserName}', 'd-1', '1', 'x:y'];
export const numbers = ['1', '1.5', '10', '-3'];
export const dates = ['2026-01-31', '2026-03-01T12:00:00Z', '2025-12-31T23:59:59Z'];
export const addresses = [
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
export const junk = ['x', '2026-13-01T00:00:00Z', '1.2.3'];

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
export const keyNames = ['g:ResourceTag/a', 'g:ResourceTag/b', 'g:RequestTag/a', 'workspace:AccessMode'];

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

export function condition(
  model: PolicyModel,
): fc.Arbitrary<Record<string, Record<string, readonly string[]>>> {
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
