import type { Principal } from '../../access/principal.js';
import { ApiError } from '../../errors/errors.js';
import type { AsOf, PrincipalCache, Remembered, Revised } from '../principals/principalCache.js';
import {
  hashToken,
  maxTokenLength,
  readTokenByHash,
  type TokenParts,
  type TokenReading,
} from './readToken.js';

interface CachedToken extends Revised {
  readonly principal: Principal;
  readonly expiresAt: Date;
}

/** Tokens that were let in before. */
export interface TokenGate extends TokenParts {
  readonly known: Remembered<CachedToken>;
}

export function createTokenGate({ pool, ambient }: TokenParts, principals: PrincipalCache): TokenGate {
  return { pool, ambient, known: principals.remember() };
}

/**
 * Who sends this token.
 * @throws {ApiError} APIGW.0307 when it expired, APIGW.0301 for any other that is not valid
 */
export async function authenticateToken(gate: TokenGate, token: string, asOf: AsOf): Promise<Principal> {
  if (token.length > maxTokenLength) throw notValid();
  return authenticateTokenHash(gate, hashToken(token), asOf);
}

/** As {@link authenticateToken}, of a token that was let in before and of which only the digest is kept. */
export async function authenticateTokenHash(gate: TokenGate, hash: Buffer, asOf: AsOf): Promise<Principal> {
  let reading: TokenReading = { state: 'unknown' };
  const found = await gate.known.get(hash.toString('latin1'), asOf, async () => {
    reading = await readTokenByHash(gate, hash);
    if (reading.state !== 'valid') return undefined;
    const { principal, expiresAt } = reading.record;
    const { domainId, iamRevision } = principal;
    return { domainId, iamRevision, principal, expiresAt };
  });
  if (found === undefined) throw isExpired(reading) ? expired() : notValid();
  if (found.expiresAt <= gate.ambient.serviceNow()) throw expired();
  return found.principal;
}

/** Asked through a function, as the compiler does not see that the reading was replaced. */
const isExpired = (reading: TokenReading): boolean => reading.state === 'expired';
const expired = (): ApiError => new ApiError('APIGW.0307');
const notValid = (): ApiError =>
  new ApiError('APIGW.0301', [{ en: 'the token is not valid', zh: 'token无效' }]);
