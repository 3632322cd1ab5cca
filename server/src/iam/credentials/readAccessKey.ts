import type pg from 'pg';
import type { CompiledPolicy } from '../../access/policies/types.js';
import type { Credential, Principal } from '../../access/principal.js';
import { readSessionPolicy } from '../../access/sessionPolicy.js';
import type { Ambient } from '../../ambient.js';
import type { DataKeys } from '../../secrets/dataKeys.js';
import { assemblePrincipal, type UserRow, userColumns } from '../principals/assemblePrincipal.js';
import type { Revised } from '../principals/principalCache.js';
import { secretContext } from './accessKey.js';

export interface AccessKeyParts {
  readonly pool: pg.Pool;
  readonly ambient: Ambient;
  readonly dataKeys: DataKeys;
}

/** An access key that may be used, opened. Kept in memory only. */
export interface OpenAccessKey extends Revised {
  readonly secret: string;
  /** Of temporary keys. */
  readonly temporary: TemporaryPart | undefined;
  /** Whose it is. Not to be asked before the signature was verified: it reads the user's grants at the first call. */
  principal(): Principal | Promise<Principal>;
}

export interface TemporaryPart {
  /** SHA-256 of what must come as X-Security-Token. */
  readonly securityTokenHash: Buffer;
  readonly expiresAt: Date;
}

interface KeyRow extends UserRow {
  readonly sealed_secret: Buffer;
  readonly security_token_hash: Buffer | null;
  readonly session_policy: string | null;
  readonly expires_at: Date | null;
}

/** Users who may use the console only have no use of keys. A token that is revoked takes its temporary keys along. */
const statement = `
  select ${userColumns},
         k.sealed_secret, k.security_token_hash, k.session_policy, k.expires_at
    from (select user_id, sealed_secret, null::bytea as security_token_hash, null::text as session_policy,
                 null::timestamptz as expires_at
            from access_keys where access_key = $1 and enabled
          union all
          select user_id, sealed_secret, security_token_hash, session_policy, expires_at
            from temporary_keys where access_key = $1) k
    join iam_users u on u.id = k.user_id and u.enabled and u.access_mode <> 'console'
    join domains d on d.id = u.domain_id and d.enabled`;

/** @returns undefined for a key that is missing, disabled, or of someone who is; one that expired is still given */
export async function readAccessKey(
  parts: AccessKeyParts,
  accessKey: string,
): Promise<OpenAccessKey | undefined> {
  const { rows } = await parts.pool.query<KeyRow>({
    name: 'iam-read-access-key',
    text: statement,
    values: [accessKey],
  });
  const [row] = rows;
  if (row === undefined) return undefined;
  const secret = await parts.dataKeys.open(row.sealed_secret, secretContext(accessKey));
  let known: Principal | undefined;
  const readPrincipal = async (): Promise<Principal> => {
    known = await assemblePrincipal(parts.pool, row, credentialOf(accessKey, row));
    return known;
  };
  return {
    domainId: row.domainId,
    iamRevision: row.iamRevision,
    secret: secret.toString(),
    temporary: temporaryPart(row),
    principal: () => known ?? readPrincipal(),
  };
}

function temporaryPart(row: KeyRow): TemporaryPart | undefined {
  const { security_token_hash: securityTokenHash, expires_at: expiresAt } = row;
  return securityTokenHash === null || expiresAt === null ? undefined : { securityTokenHash, expiresAt };
}

function credentialOf(accessKey: string, row: KeyRow): Credential {
  return row.expires_at === null
    ? { kind: 'signature', accessKey }
    : { kind: 'temporary', accessKey, ...sessionPart(row.session_policy) };
}

function sessionPart(document: string | null): { sessionPolicy?: CompiledPolicy } {
  return document === null ? {} : { sessionPolicy: readSessionPolicy(document) };
}
