import type { ProjectId } from '../ids.js';
import type { AccessContext } from './caller.js';
import { type AccessedResource, conditionKeysOf } from './conditionKeysOf.js';
import type { Permission, ResourceType } from './permissions/permission.js';
import type { ConditionKeys } from './policies/conditionKeys.js';
import type { DecisionRequest, RequestedAction } from './policies/types.js';
import type { Principal } from './principal.js';

/** What somebody wants to do. */
export interface AccessRequest {
  /** A project that was proven to be the caller's account's own; undefined for what concerns the account as a whole. */
  readonly projectId: ProjectId | undefined;
  /** What it would be done to; undefined when the action has no resource, or is a list. */
  readonly resource?: AccessedResource;
  /** Keys that this very request brings: the tags that it gives, what it asks for. */
  readonly keys?: ConditionKeys;
}

/** Puts a wish in the words of policies: action, URN, what it depends on, condition keys. */
export function describeAccess(
  principal: Principal,
  context: AccessContext,
  { action, dependencies, resource: type }: Pick<Permission, 'action' | 'dependencies' | 'resource'>,
  { projectId, resource, keys }: AccessRequest,
): DecisionRequest {
  if (action === undefined) throw new Error(`Nothing needs to be asked for ${context.operation}.`);
  const urn = (service: string, kind: string, id: string): string =>
    `${service}:${context.region}:${principal.domainId}:${kind}:${id}`;
  const ports = resource?.ports ?? [];
  return {
    action,
    resource: type === undefined ? undefined : urn('workspace', type, resource?.id ?? '*'),
    dependencies: dependencies.flatMap((name): RequestedAction[] => {
      const [service = '', plural = ''] = name.split(':');
      const ids = name.startsWith('vpc:ports:') && ports.length > 0 ? ports : ['*'];
      return ids.map((id) => ({ action: name, resource: urn(service, plural.replace(/s$/, ''), id) }));
    }),
    keys: conditionKeysOf(principal, context, action, resource, keys),
    projectId,
    enterpriseProjectId: resource?.enterpriseProjectId === '' ? undefined : resource?.enterpriseProjectId,
  };
}

/** How policies name a resource of Workspace. */
export function resourceUrn(
  principal: Principal,
  context: AccessContext,
  type: ResourceType,
  id: string,
): string {
  return `workspace:${context.region}:${principal.domainId}:${type}:${id}`;
}
