import type pg from 'pg';
import type { Principal } from '../../../access/principal.js';
import { ApiError } from '../../../errors/errors.js';
import { sourceOf } from '../../../http/limits/sourceOf.js';
import { admitPassword, loginAttempt, triedPassword } from '../../lockOut/loginLockOut.js';
import { findPasswordUser } from '../../tokens/queries.js';
import { checkNewPassword } from '../passwordRules.js';
import type { UserParts } from './createUser.js';

export interface PasswordChange {
  readonly caller: Principal;
  readonly userId: string;
  readonly original: string;
  readonly password: string;
  /** Where the request comes from: guesses at the old password count like guesses at a log-in. */
  readonly address: string | undefined;
}

/**
 * Lets a user change his own password. All his tokens end, the one that he asked with too.
 * @throws {ApiError} DPL.0403 for someone else's, APIGW.0301 for a wrong old one, 1103, 1108, 1118 for the new one
 */
export async function changePassword(
  parts: UserParts & { readonly pool: pg.Pool },
  change: PasswordChange,
): Promise<void> {
  const { caller, original, password } = change;
  if (change.userId !== caller.userId) throw new ApiError('DPL.0403', ['iam:users:updateUserPassword']);
  checkNewPassword(password, caller.userName);
  const named = { by: 'id', id: caller.userId } as const;
  const user = await findPasswordUser(parts.pool, named);
  const attempt = loginAttempt(named, caller.userId, change.address);
  const right = await parts.passwords.verify(user?.passwordHash, original, sourceOf(change.address));
  const admitted = await admitPassword(parts, attempt, user, triedPassword(right, user !== undefined));
  if (user === undefined || !admitted)
    throw new ApiError('APIGW.0301', [{ en: 'the old password is wrong', zh: '原密码错误' }]);
  if (original === password) throw new ApiError('1108');
  const passwordHash = await parts.passwords.hash(password);
  const now = parts.ambient.now();
  await parts.database.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('iam_users')
      .set({
        password_hash: passwordHash,
        password_changed_at: now,
        must_change_password: false,
        updated_at: now,
      })
      .where('id', '=', user.userId)
      .where('password_hash', '=', user.passwordHash)
      .executeTakeFirst();
    // Another change was faster: what was proven is no longer true.
    if (numUpdatedRows === 0n)
      throw new ApiError('APIGW.0301', [{ en: 'the old password is wrong', zh: '原密码错误' }]);
    await transaction.deleteFrom('tokens').where('user_id', '=', user.userId).execute();
  });
}
