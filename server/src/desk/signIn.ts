import type pg from 'pg';
import { noteInAuditEvent } from '../auditEvents/openAuditEvent.js';
import { ApiError } from '../errors/errors.js';
import { countProof, type ProofLimits } from '../http/limits/requestLimits.js';
import { sourceOf } from '../http/limits/sourceOf.js';
import {
  admitPassword,
  deskAttempt,
  forgiveFailures,
  type LoginAttempt,
  triedPassword,
} from '../iam/lockOut/loginLockOut.js';
import type { PasswordParts } from '../iam/lockOut/provePassword.js';
import { hashSecret } from '../iam/sessions/sessionRequest.js';
import {
  type DeskSession,
  type DeskUser,
  deskUserColumns,
  deskUserTables,
  mayComeIn,
  readDeskSession,
} from './deskSession.js';

export interface DeskSignInParts extends PasswordParts {
  readonly plainPool: pg.Pool;
  readonly proofs?: ProofLimits | undefined;
}

export interface DeskSignIn {
  readonly enterpriseId: string;
  readonly userName: string;
  readonly password: string;
}

interface FoundUser extends DeskUser {
  readonly passwordHash: string | null;
  readonly enabled: boolean;
}

/** Somebody who knew his password. */
export interface ProvenDeskUser extends DeskUser {
  readonly passwordHash: string;
  readonly attempt: LoginAttempt;
}

/**
 * Whose password it is. The same steps whatever is wrong, so that none shows in the time that it takes.
 * @param address where the request comes from
 * @param refusal what to say of a wrong one
 * @throws {ApiError} APIGW.0301: wrong enterprise ID, name or password, somebody who is not let in, or too many failures before
 */
export async function proveDeskPassword(
  parts: PasswordParts,
  { enterpriseId, userName, password }: DeskSignIn,
  address: string | undefined,
  refusal: () => ApiError = wrongPassword,
): Promise<ProvenDeskUser> {
  const { rows } = await parts.pool.query<FoundUser>({
    name: 'find-desk-user',
    text: `
      select ${deskUserColumns}, u.password_hash as "passwordHash", ${mayComeIn} as enabled
        from ${deskUserTables} where lower(u.user_name) = lower($2) and u.project_id = (
          select project_id from workspaces where lower(enterprise_id) = lower($1)
           order by enterprise_id = $1 desc, enterprise_id_twin limit 1)`,
    values: [enterpriseId, userName],
  });
  const [user] = rows;
  const attempt = deskAttempt({ enterpriseId, userName }, user?.userId, address);
  const passwordHash = user?.passwordHash ?? undefined;
  const right = await parts.passwords.verify(passwordHash, password, sourceOf(address));
  const admitted = await admitPassword(parts, attempt, user, triedPassword(right, user?.enabled === true));
  if (user === undefined || passwordHash === undefined || !admitted) throw refusal();
  return { ...user, passwordHash, attempt };
}

/**
 * Begins a session of somebody who works on desktops.
 * @throws {ApiError} as {@link proveDeskPassword}
 * @throws {TooManyRequests} for too many wrong ones from there, or too many right ones of this user
 */
export async function openDeskSession(
  parts: DeskSignInParts,
  signIn: DeskSignIn,
  address: string | undefined,
): Promise<{ readonly secret: string; readonly session: DeskSession }> {
  const proven = await countProof(parts.proofs, address, () => proveDeskPassword(parts, signIn, address));
  parts.proofs?.right(proven.userId, 'LoginToDesk');
  const secret = parts.ambient.randomBytes(32).toString('base64url');
  const hash = hashSecret(secret);
  noteInAuditEvent({ actor: proven });
  await parts.pool.query({
    name: 'open-desk-session',
    text: `
      with forgotten as (
        delete from desk_sessions where session_hash in (
          select session_hash from desk_sessions where expires_at < service_now() order by expires_at limit 20 for update skip locked))
      insert into desk_sessions (session_hash, user_id, project_id, expires_at)
      select $1, u.id, u.project_id, service_now() + interval '12 hours'
        from desktop_users u where u.id = $2 and u.password_hash = $3 for share of u`,
    values: [hash, proven.userId, proven.passwordHash],
  });
  const session = await readDeskSession(parts.plainPool, hash, true);
  if (session === undefined) throw wrongPassword();
  await forgiveFailures(parts, proven.attempt);
  return { secret, session };
}

const wrongPassword = (): ApiError =>
  new ApiError('APIGW.0301', [
    { en: 'the enterprise ID, the user name or the password is wrong', zh: '企业ID、用户名或密码错误' },
  ]);
