import type { Family } from './operators.js';

/** Keys that every service knows and what their values are. */
const globalKeys: readonly (readonly [name: string, family: Family])[] = [
  ['g:CalledVia', 'string'],
  ['g:CurrentTime', 'date'],
  ['g:DomainId', 'string'],
  ['g:DomainName', 'string'],
  ['g:EnterpriseProjectId', 'string'],
  ['g:MFAAge', 'number'],
  ['g:MFAPresent', 'bool'],
  ['g:PrincipalAccount', 'string'],
  ['g:PrincipalId', 'string'],
  ['g:PrincipalOrgId', 'string'],
  ['g:PrincipalOrgPath', 'string'],
  ['g:PrincipalUrn', 'string'],
  ['g:ProjectName', 'string'],
  ['g:ServiceName', 'string'],
  ['g:SourceAccount', 'string'],
  ['g:SourceIp', 'ip'],
  ['g:SourceUrn', 'string'],
  ['g:SourceVpc', 'string'],
  ['g:TagKeys', 'string'],
  ['g:UserId', 'string'],
  ['g:UserName', 'string'],
];

/** With the key of a tag behind it. A tag's value may be anything, so every operator will do. */
const tagKeys = ['g:ResourceTag/', 'g:RequestTag/', 'g:PrincipalTag/'];

/** Keys of one service that requests here bring. */
const serviceKeys = ['workspace:AccessMode', 'workspace:AssociatePublicIp'];

export interface ConditionKey {
  /** As requests spell it. */
  readonly name: string;
  /** Undefined: its values may be anything, and every operator will do. */
  readonly family: Family | undefined;
}

const known: ReadonlyMap<string, ConditionKey> = new Map(
  [...globalKeys, ...[...tagKeys, ...serviceKeys].map((name) => [name, undefined] as const)].map(
    ([name, family]) => [name.toLowerCase(), { name, family }],
  ),
);

/**
 * A condition key as it is written in a policy. The case does not count, but for the key of a tag: a thing may carry the
 * tags `owner` and `Owner`. A key that is misspelt would always be absent, and a Deny with it would never apply, so the
 * global ones are held to the list.
 * @returns undefined for what is none
 */
export function readConditionKey(text: string): ConditionKey | undefined {
  // ASCII only, so that no letter becomes another one by its case.
  const [, stem = '', rest = ''] =
    /^([A-Za-z][A-Za-z0-9-]{0,63}:[A-Za-z][\w-]{0,127}\/?)(.{0,128})$/u.exec(text) ?? [];
  if (stem === '' || stem.endsWith('/') === (rest === '')) return undefined;
  // Variables stand in values and resources. As a tag's own name it would be one that no tag has.
  if (rest.includes('${')) return undefined;
  const found = known.get(stem.toLowerCase());
  if (found !== undefined) return { ...found, name: found.name + rest };
  return stem.toLowerCase().startsWith('g:')
    ? undefined
    : { name: stem.toLowerCase() + rest, family: undefined };
}

/** Every key that a request here may bring; those of tags end with a slash. */
export const knownKeys: readonly string[] = Array.from(known.values(), ({ name }) => name);

/** Whether an operator compares what the key has; one without a family (`Null`) fits every key. */
export function fitsKey(operator: Family | undefined, { family }: ConditionKey): boolean {
  if (operator === undefined || family === undefined || operator === family) return true;
  // Version 1.1 has no operators for addresses, so their text may be compared.
  return family === 'ip' && operator === 'string';
}

/** The values of a request's condition keys; a key that is absent is not in the map. */
export type ConditionKeys = ReadonlyMap<string, readonly string[]>;
