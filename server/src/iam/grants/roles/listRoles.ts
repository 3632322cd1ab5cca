import type { Database } from '../../../database/connect.js';
import { numberedPage } from '../../../http/schemas/paging.js';
import type { DomainId } from '../../../ids.js';
import { documentsOf, listOwnPolicies } from '../policies/findPolicies.js';
import { listSystemPolicies } from '../policies/findSystemPolicies.js';
import type { DisplayMode, Policy } from '../policies/policy.js';
import { isFirstKind } from './roleBody.js';

export interface RoleFilter {
  readonly name?: string | undefined;
  /** A part of the name that is shown, in any case. */
  readonly display_name?: string | undefined;
  /** The account whose own roles are meant; undefined: those that came with the service. */
  readonly domain_id?: string | undefined;
  readonly catalog?: string | undefined;
  readonly type?: 'domain' | 'project' | 'all' | undefined;
  readonly permission_type?: 'policy' | 'role' | undefined;
  readonly page: number;
  readonly per_page: number;
}

const shownFor: Readonly<Record<'domain' | 'project' | 'all', readonly DisplayMode[]>> = {
  domain: ['AA', 'AX'],
  project: ['AA', 'XA'],
  all: ['AA', 'AX', 'XA'],
};

/**
 * Roles by filter. As in Keystone and in the real service, a list without an account has those that are the same everywhere;
 * another account's list is empty, as one that is not there (S16). Asked for by its exact name, an own role is found without
 * the account too: OpenStack's clients look a role up that way, and no two names are alike.
 */
export async function listRoles(
  database: Database,
  domainId: DomainId,
  filter: RoleFilter,
): Promise<{ readonly roles: readonly Policy[]; readonly total: number }> {
  const candidates = await candidatesOf(database, domainId, filter);
  const shown = candidates.filter(
    (role) =>
      (filter.name === undefined || role.internalName === filter.name || role.name === filter.name) &&
      (filter.display_name === undefined ||
        role.name.toLowerCase().includes(filter.display_name.toLowerCase())) &&
      (filter.catalog === undefined || role.catalog === filter.catalog) &&
      (filter.type === undefined || shownFor[filter.type].includes(role.displayMode)),
  );
  return { roles: numberedPage(shown, filter), total: shown.length };
}

async function candidatesOf(
  database: Database,
  domainId: DomainId,
  { domain_id, permission_type, name }: RoleFilter,
): Promise<readonly Policy[]> {
  if (domain_id !== undefined) {
    return domain_id === domainId ? listOwnPolicies(database, domainId, 'role') : [];
  }
  const own = name === undefined ? [] : await listOwnPolicies(database, domainId, 'role');
  const roles = [...listSystemPolicies('role'), ...own];
  if (permission_type === undefined) return roles;
  const documents = await documentsOf(database, roles);
  const firstKind = (role: Policy): boolean => isFirstKind(JSON.parse(documents.get(role.id) ?? '{}'));
  return roles.filter((role) => firstKind(role) === (permission_type === 'role'));
}
