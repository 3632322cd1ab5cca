import type { FastifyRequest } from 'fastify';
import type { Principal } from '../access/principal.js';
import { ApiError } from '../errors/errors.js';
import type { AccessKeyParts } from './credentials/readAccessKey.js';
import { readAccessKey } from './credentials/readAccessKey.js';
import { authenticateStandingSession, type SessionGate } from './sessions/authenticateSession.js';
import type { SignatureParts } from './signatures/authenticateSignature.js';
import { authenticateTokenHash, type TokenGate } from './tokens/authenticateToken.js';
import { hashToken } from './tokens/readToken.js';

/**
 * What a caller has proven himself with, kept for what goes on after his request: good for looking up whether he would still be let
 * in, and for nothing else.
 */
export type StandingProof =
  | { readonly kind: 'token'; readonly hash: Buffer }
  | { readonly kind: 'session'; readonly hash: Buffer }
  | { readonly kind: 'key'; readonly accessKey: string };

/** What this request was proven with. */
export function standingProofOf(request: FastifyRequest, { credential }: Principal): StandingProof {
  if (credential.kind === 'session') return { kind: 'session', hash: credential.sessionHash };
  if (credential.kind !== 'token') return { kind: 'key', accessKey: credential.accessKey };
  return { kind: 'token', hash: hashToken(String(request.headers['x-auth-token'])) };
}

interface ProofGates {
  readonly tokens: TokenGate;
  readonly signatures: SignatureParts;
  readonly sessions: SessionGate;
}

/**
 * Who has proven himself so, with the rights that he has now (D12).
 * @throws {ApiError} 401 when the token, session or key is no longer good, or its owner is disabled
 */
export async function authenticateProof(
  { tokens, signatures, sessions }: ProofGates,
  parts: AccessKeyParts,
  proof: StandingProof,
): Promise<Principal> {
  if (proof.kind === 'token') return authenticateTokenHash(tokens, proof.hash, 'now');
  if (proof.kind === 'session') return authenticateStandingSession(sessions, proof.hash);
  const { accessKey } = proof;
  const key = await signatures.keys.get(accessKey, 'now', () => readAccessKey(parts, accessKey));
  const expired = key?.temporary !== undefined && key.temporary.expiresAt <= parts.ambient.serviceNow();
  if (key === undefined || expired)
    throw new ApiError('APIGW.0301', [{ en: 'the access key is no longer good', zh: '访问密钥已失效' }]);
  return key.principal();
}
