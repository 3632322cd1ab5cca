import type { Ambient } from '../ambient.js';
import { noteInAuditEvent } from '../auditEvents/openAuditEvent.js';
import { ApiError } from '../errors/errors.js';
import { countProof, type ProofLimits } from '../http/limits/requestLimits.js';
import { forgiveFailures } from '../iam/lockOut/loginLockOut.js';
import { type PasswordParts, provePassword, wrongPassword } from '../iam/lockOut/provePassword.js';
import { readSession, type SessionRecord } from '../iam/sessions/readSession.js';
import { hashSecret } from '../iam/sessions/sessionRequest.js';

export interface OpenSessionParts extends PasswordParts {
  readonly ambient: Ambient;
  /** Undefined: log-ins are not counted. */
  readonly proofs?: ProofLimits | undefined;
}

export interface SignIn {
  /** Name of the account. */
  readonly account: string;
  readonly user: string;
  readonly password: string;
}

export interface OpenedSession {
  /** Stored nowhere but in the browser. */
  readonly secret: string;
  readonly record: SessionRecord;
}

/** 256 bits. */
const secretBytes = 32;
const lifetime = '12 hours';

/**
 * Begins a session of an IAM user in a browser.
 * @param address where the request comes from
 * @throws {ApiError} APIGW.0301 as for a token; DPL.4031 for a user who may use the API only
 * @throws {TooManyRequests} as for a token
 */
export async function openSession(
  parts: OpenSessionParts,
  { account, user, password }: SignIn,
  address: string | undefined,
): Promise<OpenedSession> {
  const named = { by: 'name', name: user, domain: { by: 'name', name: account } } as const;
  const proven = await countProof(parts.proofs, address, () =>
    provePassword(parts, named, password, address),
  );
  parts.proofs?.right(proven.userId, 'Login');
  const secret = parts.ambient.randomBytes(secretBytes).toString('base64url');
  const hash = hashSecret(secret);
  noteInAuditEvent({ actor: proven });
  if (proven.apiOnly) {
    noteInAuditEvent({ failure: { code: '403', name: 'loginFailed', rating: 'warning' } });
    throw apiOnly();
  }
  await parts.pool.query({
    name: 'open-browser-session',
    text: insertion,
    values: [hash, proven.userId, proven.passwordHash],
  });
  const record = await readSession(parts.pool, hash);
  if (record === undefined) throw wrongPassword();
  await forgiveFailures(parts, proven.attempt);
  return { secret, record };
}

/**
 * Also throws away a few that are long past. The lock on the user makes a sign-in and a change of the password take turns: either the
 * session is gone with the old ones or it is not written.
 */
const insertion = `
  with forgotten as (
    delete from browser_sessions where session_hash in (
      select session_hash from browser_sessions where expires_at < service_now() order by expires_at limit 20 for update skip locked))
  insert into browser_sessions (session_hash, user_id, expires_at)
  select $1, u.id, service_now() + interval '${lifetime}'
    from iam_users u
   where u.id = $2 and u.password_hash = $3
     for share of u`;

const apiOnly = (): ApiError =>
  new ApiError('DPL.4031', [
    {
      en: 'the user may use the API only (access mode programmatic)',
      zh: '该用户仅可使用API（访问方式为编程访问）',
    },
  ]);
