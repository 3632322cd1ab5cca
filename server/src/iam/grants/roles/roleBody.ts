import type { Static } from 'typebox';
import type { Database } from '../../../database/connect.js';
import type { DomainId } from '../../../ids.js';
import { documentsOf } from '../policies/findPolicies.js';
import type { Policy } from '../policies/policy.js';
import type { RoleBody } from './roleSchemas.js';

/** Roles as the API shows them, with their documents. */
export async function roleBodies(
  database: Database,
  domainId: DomainId,
  roles: readonly Policy[],
  endpoint: string,
): Promise<Static<typeof RoleBody>[]> {
  const documents = await documentsOf(database, roles);
  return roles.map((role) => roleBody(role, documents.get(role.id) ?? '{}', domainId, endpoint));
}

function roleBody(
  role: Policy,
  document: string,
  domainId: DomainId,
  endpoint: string,
): Static<typeof RoleBody> {
  const policy: unknown = JSON.parse(document);
  return {
    id: role.id,
    name: role.internalName,
    display_name: role.name,
    type: role.displayMode,
    catalog: role.catalog,
    description: role.description,
    description_cn: role.descriptionCn,
    domain_id: role.own ? domainId : null,
    // How the real service marks what came with it and is a policy rather than a role of the first kind.
    ...(role.own || isFirstKind(policy) ? {} : { flag: 'fine_grained' }),
    policy,
    links: { self: `${endpoint}/v3/roles/${role.id}`, next: null, previous: null },
    ...(role.own
      ? { created_time: String(role.createdAt.getTime()), updated_time: String(role.updatedAt.getTime()) }
      : {}),
  };
}

/** Version 1.0: a role that came with the service, as opposed to a policy (docs/reference/policies.md#role-policies). */
export function isFirstKind(policy: unknown): boolean {
  return typeof policy === 'object' && policy !== null && 'Version' in policy && policy.Version === '1.0';
}
