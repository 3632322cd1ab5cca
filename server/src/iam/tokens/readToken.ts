import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Principal, TokenScope } from '../../access/principal.js';
import type { Ambient } from '../../ambient.js';
import type { DomainId, ProjectId } from '../../ids.js';
import { assemblePrincipal, type UserRow, userColumns } from '../principals/assemblePrincipal.js';

/** The longest X-Auth-Token that clients are promised to be able to send (docs/reference/limits.md#sizes). */
export const maxTokenLength = 40_000;

/** A valid token, with names as of now. */
export interface TokenRecord {
  readonly hash: Buffer;
  readonly principal: Principal;
  readonly scope: TokenScope;
  /** The scope's project; undefined for other scopes. */
  readonly projectName: string | undefined;
  readonly methods: readonly string[];
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

export type TokenReading =
  | { readonly state: 'valid'; readonly record: TokenRecord }
  /** Known, but past its time. */
  | { readonly state: 'expired' }
  /** Never issued, revoked, or of someone disabled since. */
  | { readonly state: 'unknown' };

export interface TokenParts {
  readonly pool: pg.Pool;
  readonly ambient: Ambient;
}

/** What a token is stored and looked up as. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

interface TokenRow extends UserRow {
  readonly scope_project_id: ProjectId | null;
  readonly scope_domain_id: DomainId | null;
  readonly project_name: string | null;
  readonly methods: string[];
  readonly issued_at: Date;
  readonly expires_at: Date;
}

/** One indexed look-up. A revoked token and a disabled user, account or project raise the account's revision. */
const statement = `
  select ${userColumns},
         t.scope_project_id, t.scope_domain_id, p.name as project_name, t.methods, t.issued_at, t.expires_at
    from tokens t
    join iam_users u on u.id = t.user_id and u.enabled
    join domains d on d.id = u.domain_id and d.enabled
    left join projects p on p.id = t.scope_project_id and p.domain_id = d.id and p.enabled
   where t.token_hash = $1
     and (t.scope_project_id is null or p.id is not null)`;

export async function readToken(parts: TokenParts, token: string): Promise<TokenReading> {
  return token === '' || token.length > maxTokenLength
    ? { state: 'unknown' }
    : readTokenByHash(parts, hashToken(token));
}

export async function readTokenByHash({ pool, ambient }: TokenParts, hash: Buffer): Promise<TokenReading> {
  const { rows } = await pool.query<TokenRow>({ name: 'iam-read-token', text: statement, values: [hash] });
  const [row] = rows;
  if (row === undefined) return { state: 'unknown' };
  if (row.expires_at <= ambient.serviceNow()) return { state: 'expired' };
  const scope = scopeOf(row);
  return {
    state: 'valid',
    record: {
      hash,
      principal: await assemblePrincipal(pool, row, { kind: 'token', scope }),
      scope,
      projectName: row.project_name ?? undefined,
      methods: row.methods,
      issuedAt: row.issued_at,
      expiresAt: row.expires_at,
    },
  };
}

function scopeOf(row: TokenRow): TokenScope {
  if (row.scope_project_id !== null) return { kind: 'project', projectId: row.scope_project_id };
  if (row.scope_domain_id !== null) return { kind: 'domain', domainId: row.scope_domain_id };
  return { kind: 'none' };
}
