import type pg from 'pg';
import type { Principal, TokenScope } from '../../access/principal.js';
import type { DomainId } from '../../ids.js';
import { assemblePrincipal, type UserRow, userColumns } from './assemblePrincipal.js';

/** Somebody else, as he would be let in with a token of his own. */
export interface OtherPrincipal {
  readonly principal: Principal;
  /** Somebody disabled is not let in at all. */
  readonly enabled: boolean;
}

/**
 * A user of the account with the policies that apply to him now.
 * @param who id, or name
 * @returns undefined for a missing and for a foreign one
 */
export async function readOtherPrincipal(
  pool: pg.Pool,
  domainId: DomainId,
  who: { readonly id: string } | { readonly name: string },
  scope: TokenScope,
): Promise<OtherPrincipal | undefined> {
  const [column, value] = 'id' in who ? (['id', who.id] as const) : (['name', who.name] as const);
  const { rows } = await pool.query<UserRow & { readonly enabled: boolean }>({
    name: `iam-read-other-by-${column}`,
    text: `
      select ${userColumns}, u.enabled
        from iam_users u join domains d on d.id = u.domain_id
       where u.domain_id = $1 and u.${column} = $2`,
    values: [domainId, value],
  });
  const [row] = rows;
  if (row === undefined) return undefined;
  return { enabled: row.enabled, principal: await assemblePrincipal(pool, row, { kind: 'token', scope }) };
}
