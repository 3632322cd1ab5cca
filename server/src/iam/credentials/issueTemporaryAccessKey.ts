import { createHash } from 'node:crypto';
import type pg from 'pg';
import { checkSessionPolicy } from '../../access/sessionPolicy.js';
import type { Ambient } from '../../ambient.js';
import { ApiError } from '../../errors/errors.js';
import type { DataKeys } from '../../secrets/dataKeys.js';
import type { TokenRecord } from '../tokens/readToken.js';
import { randomAccessKey, secretContext } from './accessKey.js';

export interface TemporaryKeyParts {
  readonly pool: pg.Pool;
  readonly ambient: Ambient;
  readonly dataKeys: DataKeys;
}

export interface TemporaryKey {
  readonly access: string;
  readonly secret: string;
  /** Must come as X-Security-Token with every request. Stored nowhere but as a digest. */
  readonly securityToken: string;
  readonly expiresAt: Date;
}

/** How long one that expired is remembered, so that its holder is told that it expired. */
const memoryMs = 24 * 3_600_000;

/** Also throws away a few that are long past, so that the table does not grow with time. */
const insertion = `
  with forgotten as (
    delete from temporary_keys where access_key in (
      select access_key from temporary_keys where expires_at < $9 order by expires_at limit 20 for update skip locked))
  insert into temporary_keys
    (access_key, user_id, token_hash, sealed_secret, security_token_hash, session_policy, created_at, expires_at)
  select $1, t.user_id, t.token_hash, $3, $4, $5, $6, $7
    from tokens t
   where t.token_hash = $2 and t.expires_at > $6 and t.user_id = $8
     for key share of t`;

/**
 * Makes a temporary access key for the user of a token. It goes with the user, and when the token is revoked.
 * @param token that was just read and found valid
 * @param policy narrows what the key may do; undefined: as much as the user
 * @throws {ApiError} a code of the policy grammar; APIGW.0301 when the token was revoked meanwhile
 */
export async function issueTemporaryAccessKey(
  { pool, ambient, dataKeys }: TemporaryKeyParts,
  token: TokenRecord,
  durationSeconds: number,
  policy: object | undefined,
): Promise<TemporaryKey> {
  const sessionPolicy = policy === undefined ? null : checkSessionPolicy(policy);
  const { access, secret } = randomAccessKey(ambient);
  const securityToken = ambient.randomBytes(96).toString('base64url');
  const now = ambient.serviceNow();
  const expiresAt = new Date(now.getTime() + durationSeconds * 1_000);
  const { rowCount } = await pool.query({
    name: 'iam-issue-temporary-key',
    text: insertion,
    values: [
      access,
      token.hash,
      dataKeys.seal(Buffer.from(secret), secretContext(access)),
      createHash('sha256').update(securityToken).digest(),
      sessionPolicy,
      now,
      expiresAt,
      token.principal.userId,
      new Date(now.getTime() - memoryMs),
    ],
  });
  if (rowCount !== 1) throw new ApiError('APIGW.0301', [{ en: 'the token is not valid', zh: 'token无效' }]);
  return { access, secret, securityToken, expiresAt };
}
