import { ApiError } from '../../errors/errors.js';
import { sourceOf } from '../../http/limits/sourceOf.js';
import type { Passwords } from '../../secrets/passwords.js';
import { findPasswordUser, type PasswordUser } from '../tokens/queries.js';
import type { UserReference } from '../tokens/tokenRequest.js';
import type { LockOutParts } from './lockOut.js';
import { admitPassword, type LoginAttempt, loginAttempt, triedPassword } from './loginLockOut.js';

export interface PasswordParts extends LockOutParts {
  readonly passwords: Passwords;
}

/** Somebody who knew his password. */
export interface ProvenUser extends PasswordUser {
  /** To be forgiven once he is in. */
  readonly attempt: LoginAttempt;
}

/**
 * Who signs in with this password. The same steps whatever is wrong, so that none shows in the time that it takes.
 * @param address where the request comes from
 * @throws {ApiError} APIGW.0301: wrong name or password, somebody disabled, or too many failures before; which of these does not show
 */
export async function provePassword(
  parts: PasswordParts,
  named: UserReference,
  password: string,
  address: string | undefined,
): Promise<ProvenUser> {
  const user = await findPasswordUser(parts.pool, named);
  const attempt = loginAttempt(named, user?.userId, address);
  const right = await parts.passwords.verify(user?.passwordHash, password, sourceOf(address));
  const tried = triedPassword(right, user?.enabled === true);
  const admitted = await admitPassword(parts, attempt, user, tried);
  if (user === undefined || !admitted) throw wrongPassword();
  return { ...user, attempt };
}

export const wrongPassword = (): ApiError =>
  new ApiError('APIGW.0301', [{ en: 'the user name or password is wrong', zh: '用户名或密码错误' }]);
