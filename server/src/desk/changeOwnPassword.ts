import type { Database } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import { checkNewPassword } from '../iam/identities/passwordRules.js';
import type { PasswordParts } from '../iam/lockOut/provePassword.js';
import type { Passwords } from '../secrets/passwords.js';
import type { DeskUser } from './deskSession.js';
import { proveDeskPassword } from './signIn.js';

export interface OwnPasswordParts extends PasswordParts {
  readonly database: Database;
  readonly passwords: Passwords;
}

/**
 * Lets somebody who works on desktops choose another password. All his sessions end, this one too.
 * @param address where the request comes from: guesses at the old password count like guesses at a sign-in
 * @throws {ApiError} DPL.0403 where he may not; APIGW.0301 for a wrong old one; 1103, 1108, 1118 for the new one
 */
export async function changeOwnPassword(
  parts: OwnPasswordParts,
  user: DeskUser,
  { original, password }: { readonly original: string; readonly password: string },
  address: string | undefined,
): Promise<void> {
  if (!user.mayChangePassword) throw new ApiError('DPL.0403', ['ChangeDeskPassword']);
  checkNewPassword(password, user.userName);
  const { enterpriseId, userName } = user;
  const signIn = { enterpriseId, userName, password: original };
  const proven = await proveDeskPassword(parts, signIn, address, wrongOriginal);
  if (proven.userId !== user.userId) throw wrongOriginal();
  if (original === password) throw new ApiError('1108');
  const passwordHash = await parts.passwords.hash(password);
  const { numUpdatedRows } = await parts.database
    .updateTable('desktop_users')
    .set({ password_hash: passwordHash, next_login_change_password: false })
    .where('id', '=', user.userId)
    .where('project_id', '=', user.projectId)
    .where('password_hash', '=', proven.passwordHash)
    .executeTakeFirst();
  // Another change was faster: what was proven is no longer true.
  if (numUpdatedRows === 0n) throw wrongOriginal();
}

const wrongOriginal = (): ApiError =>
  new ApiError('APIGW.0301', [
    {
      en: 'the password until now is wrong, or was wrong too often before',
      zh: '原密码错误，或此前输错次数过多',
    },
  ]);
