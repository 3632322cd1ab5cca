import type { AccessContext } from './caller.js';
import type { ResourceType } from './permissions/permission.js';
import type { ConditionKeys } from './policies/conditionKeys.js';
import type { Principal } from './principal.js';
import { principalUrnOf } from './principalUrn.js';

/** A resource that something is to be done to, as policies know it. */
export interface AccessedResource {
  readonly type: ResourceType;
  /** `*`: one that is to be made. */
  readonly id: string;
  /** Empty for one that is not there. */
  readonly tags: ReadonlyMap<string, string>;
  /** Empty: none is known. */
  readonly enterpriseProjectId: string;
  /** Ids of the ports that belong to it; they count as carrying its tags and enterprise project. */
  readonly ports?: readonly string[];
}

export const projectNameKey = 'g:ProjectName';

/** The values that conditions are held against. What is not known is absent. */
export function conditionKeysOf(
  principal: Principal,
  context: AccessContext,
  action: string,
  resource: AccessedResource | undefined,
  brought: ConditionKeys | undefined,
): ConditionKeys {
  const keys = new Map<string, readonly string[]>([
    ['g:UserId', [principal.userId]],
    ['g:UserName', [principal.userName]],
    ['g:DomainId', [principal.domainId]],
    ['g:DomainName', [principal.domainName]],
    ['g:PrincipalAccount', [principal.domainId]],
    ['g:PrincipalId', [principal.userId]],
    ['g:PrincipalUrn', [principalUrnOf(principal)]],
    // Nobody signs in with a second factor here.
    ['g:MFAPresent', ['false']],
    ['g:CurrentTime', [context.at.toISOString()]],
    ['g:ServiceName', [action.slice(0, action.indexOf(':'))]],
  ]);
  if (context.sourceIp !== undefined) keys.set('g:SourceIp', [context.sourceIp]);
  if (context.projectName !== undefined) keys.set(projectNameKey, [context.projectName]);
  for (const [key, values] of brought ?? []) keys.set(key, values);
  if (resource === undefined) return keys;
  if (resource.enterpriseProjectId !== '') keys.set('g:EnterpriseProjectId', [resource.enterpriseProjectId]);
  for (const [key, value] of resource.tags) keys.set(`g:ResourceTag/${key}`, [value]);
  return keys;
}

/** The keys that a request brings which gives tags (docs/reference/policies.md#condition-keys). */
export function requestTagKeys(
  tags: readonly { readonly key: string; readonly value?: string }[],
): ConditionKeys {
  if (tags.length === 0) return new Map();
  const given = new Map(tags.map(({ key, value }) => [key, value ?? '']));
  return new Map<string, readonly string[]>([
    ['g:TagKeys', [...given.keys()]],
    ...[...given].map(([key, value]): [string, readonly string[]] => [`g:RequestTag/${key}`, [value]]),
  ]);
}
