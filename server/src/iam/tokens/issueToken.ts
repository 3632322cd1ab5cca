import { noteInAuditEvent } from '../../auditEvents/openAuditEvent.js';
import { ApiError } from '../../errors/errors.js';
import { countProof, type ProofLimits } from '../../http/limits/requestLimits.js';
import type { DomainId, IamUserId, ProjectId } from '../../ids.js';
import { forgiveFailures, type LoginAttempt } from '../lockOut/loginLockOut.js';
import { type PasswordParts, provePassword, wrongPassword } from '../lockOut/provePassword.js';
import { findScopeDomain, findScopeProject } from './queries.js';
import { hashToken, readToken, readTokenByHash, type TokenParts, type TokenRecord } from './readToken.js';
import type { Proof, RequestedScope, TokenRequest } from './tokenRequest.js';

export interface IssueTokenParts extends TokenParts, PasswordParts {
  /** Undefined: log-ins are not counted. */
  readonly proofs?: ProofLimits | undefined;
}

export interface IssuedToken {
  /** The token itself, which is stored nowhere. */
  readonly token: string;
  readonly record: TokenRecord;
}

const lifetimeMs = 24 * 3_600_000;
/** How long an expired token is remembered, so that its holder is told that it expired and not that it is wrong. */
const memoryMs = 24 * 3_600_000;

/** Someone who proved who he is. */
interface Proven {
  readonly userId: IamUserId;
  readonly userName: string;
  readonly domainId: DomainId;
  readonly methods: readonly string[];
  /** When whatever he proved it with ends. */
  readonly notAfter: Date | undefined;
  /** The password hash that was checked: must still be his when the token is written. */
  readonly passwordHash: string | null;
  /** Undefined when it was not by password. */
  readonly attempt: LoginAttempt | undefined;
}

/**
 * Issues a token for 24 hours, or until the token that it was asked with expires. Every user may name any project of his
 * own account as scope; what he may do there is decided at each call.
 * @param address where the request comes from
 * @throws {ApiError} APIGW.0301 (401): wrong user, password, token or scope. What was wrong of user name and password, or
 * that there were too many failures, and whether a scope is missing or someone else's, cannot be told apart.
 * @throws {TooManyRequests} for too many wrong log-ins from there, or too many right ones of this user
 */
export async function issueToken(
  parts: IssueTokenParts,
  request: TokenRequest,
  address: string | undefined,
): Promise<IssuedToken> {
  const proven = await countProof(parts.proofs, address, () => prove(parts, request.proof, address));
  parts.proofs?.right(proven.userId, 'KeystoneCreateToken');
  const { projectId, domainId } = await findScope(parts, proven, request.scope);
  const token = parts.ambient.randomBytes(48).toString('base64url');
  const hash = hashToken(token);
  const now = parts.ambient.serviceNow();
  const latest = new Date(now.getTime() + lifetimeMs);
  const expiresAt = proven.notAfter !== undefined && proven.notAfter < latest ? proven.notAfter : latest;
  noteInAuditEvent({ actor: proven });
  await parts.pool.query({
    name: 'iam-issue-token',
    text: insertion,
    values: [
      hash,
      proven.userId,
      proven.methods,
      projectId ?? null,
      domainId ?? null,
      now,
      expiresAt,
      new Date(now.getTime() - memoryMs),
      proven.passwordHash,
    ],
  });
  const reading = await readTokenByHash(parts, hash);
  if (reading.state !== 'valid') throw wrongPassword();
  if (proven.attempt !== undefined) await forgiveFailures(parts, proven.attempt);
  return { token, record: reading.record };
}

/**
 * Also throws away a few tokens that are long past, so that the table does not grow with time. The lock on the user makes a
 * login and a change of the password take turns: either the token is gone with the old ones or it is not written.
 */
const insertion = `
  with forgotten as (
    delete from tokens where token_hash in (
      select token_hash from tokens where expires_at < $8 order by expires_at limit 20 for update skip locked))
  insert into tokens (token_hash, user_id, methods, scope_project_id, scope_domain_id, issued_at, expires_at)
  select $1, u.id, $3, $4, $5, $6, $7
    from iam_users u
   where u.id = $2 and ($9::text is null or u.password_hash = $9)
     for share of u`;

async function prove(parts: IssueTokenParts, proof: Proof, address: string | undefined): Promise<Proven> {
  if (proof.method === 'password') {
    const proven = await provePassword(parts, proof.user, proof.password, address);
    return { ...proven, methods: ['password'], notAfter: undefined };
  }
  const reading = await readToken(parts, proof.token);
  if (reading.state === 'expired') throw new ApiError('APIGW.0307');
  if (reading.state === 'unknown')
    throw new ApiError('APIGW.0301', [{ en: 'the token is not valid', zh: 'token无效' }]);
  const { principal, methods, expiresAt } = reading.record;
  return {
    userId: principal.userId,
    userName: principal.userName,
    domainId: principal.domainId,
    methods: [...new Set([...methods, 'token'])],
    notAfter: expiresAt,
    passwordHash: null,
    attempt: undefined,
  };
}

interface FoundScope {
  readonly projectId?: ProjectId;
  readonly domainId?: DomainId;
}

async function findScope(
  parts: IssueTokenParts,
  { domainId }: Proven,
  scope: RequestedScope,
): Promise<FoundScope> {
  if (scope.kind === 'none') return {};
  if (scope.domain !== undefined) {
    const named = await findScopeDomain(parts.pool, scope.domain);
    if (named !== domainId) throw wrongScope();
  }
  if (scope.kind === 'domain') return { domainId };
  const projectId = await findScopeProject(parts.pool, domainId, scope.project);
  if (projectId === undefined) throw wrongScope();
  return { projectId };
}

const wrongScope = (): ApiError =>
  new ApiError('APIGW.0301', [
    { en: 'the scope is no project or domain of this account', zh: 'scope不是该账号的项目或账号' },
  ]);
