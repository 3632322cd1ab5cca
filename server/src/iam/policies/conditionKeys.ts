import type { Family } from './operators.js';

/** Keys that every service knows (api-facts §8.1, §8.2) and what their values are. */
const globalKeys: ReadonlyMap<string, Family> = new Map([
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
]);

/** `g:ResourceTag/<tag-key>` and the like. A tag's value may be anything, so every operator will do. */
const tagKey = /^g:(?:ResourceTag|RequestTag|PrincipalTag)\/.{1,128}$/u;

/** Keys of one service: `workspace:AccessMode`. */
const serviceKey = /^[a-z][a-z0-9-]{0,63}:[A-Za-z][\w-]{0,127}(?:\/.{1,128})?$/u;

export type KeyFault = { readonly kind: 'unknown'; readonly meant?: string } | { readonly kind: 'misfit' };

/**
 * Why a key cannot stand with an operator. A key that is misspelt would always be absent, and a Deny with it would
 * never apply, so the global ones are held to the list.
 * @param family Undefined for `Null`, which fits every key.
 */
export function faultOfKey(key: string, family: Family | undefined): KeyFault | undefined {
  if (tagKey.test(key)) return undefined;
  if (!key.startsWith('g:')) return serviceKey.test(key) ? undefined : { kind: 'unknown' };
  const known = globalKeys.get(key);
  if (known === undefined) {
    const meant = [...globalKeys.keys(), 'g:ResourceTag/', 'g:RequestTag/', 'g:PrincipalTag/'].find((each) =>
      each.endsWith('/')
        ? key.toLowerCase().startsWith(each.toLowerCase())
        : each.toLowerCase() === key.toLowerCase(),
    );
    return { kind: 'unknown', ...(meant === undefined ? {} : { meant }) };
  }
  if (family === undefined || family === known) return undefined;
  // Version 1.1 has no operators for addresses, so their text may be compared.
  return known === 'ip' && family === 'string' ? undefined : { kind: 'misfit' };
}
