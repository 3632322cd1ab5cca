import type pg from 'pg';
import type { Credential, Principal } from '../../access/principal.js';
import { readGrants } from '../grants/readGrants.js';

/** What a reading of a user `u` and its account `d` gives for {@link assemblePrincipal}. */
export const userColumns = `u.id as "userId", u.name as "userName", u.is_root as "isRoot",
       d.id as "domainId", d.name as "domainName", d.is_operator as "isOperator", d.iam_revision as "iamRevision"`;

/** A row of {@link userColumns}. */
export type UserRow = Omit<Principal, 'grants' | 'credential'>;

/**
 * Puts a principal together, whatever it is proven with: reads the policies that apply to the user. To be called after the reading
 * that gave the revision: what changed in between raised it, and shows at the next comparison.
 * @param user more columns do no harm
 */
export async function assemblePrincipal(
  pool: pg.Pool,
  user: UserRow,
  credential: Credential,
): Promise<Principal> {
  const { userId, userName, isRoot, domainId, domainName, isOperator, iamRevision } = user;
  const grants = isRoot ? [] : await readGrants(pool, userId, domainId);
  return { userId, userName, isRoot, domainId, domainName, isOperator, iamRevision, grants, credential };
}
