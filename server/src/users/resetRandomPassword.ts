import { ApiError, type ErrorArgument } from '../errors/errors.js';
import { forgetDeskFailures } from '../iam/lockOut/loginLockOut.js';
import { lettersAndDigits, randomText } from '../secrets/randomText.js';
import { changeUserStatus, setPassword, type UserStatusOrder, withUser } from './changeUserStatus.js';
import type { UserParts } from './createUser.js';

/** As many as the published answer has room for: 119 bits. */
const passwordLength = 20;

/**
 * Gives a user another password, which ends all sessions and closes the screens. By mail: the user gets the link to choose it, and nobody
 * else learns one. Otherwise it is made up and answered, once; the user has to choose another one at the next sign-in, where he may.
 * @param notificationType `email`, or none; with commas between several
 * @returns the password; undefined where the user chooses it
 * @throws {ApiError} WKS.00170312 when there is no such user; WKS.0001 for another way to tell the user, or none for one who is to choose
 * the password; DPL.0409 when the user cannot be invited. Then nothing is changed.
 */
export async function resetRandomPassword(
  parts: UserParts,
  order: UserStatusOrder,
  notificationType: string | undefined,
): Promise<string | undefined> {
  if (isByMail(notificationType)) {
    await changeUserStatus(parts, order, 'RESET_PWD');
    return undefined;
  }
  const password = randomText(parts.ambient, lettersAndDigits, passwordLength);
  const passwordHash = await parts.passwords.hash(password);
  await withUser(parts, order, async (transaction, user) => {
    if (user.activeType === 'USER_ACTIVATE') throw refused(reasons.mailOnly);
    await setPassword(transaction, order, passwordHash);
    await forgetDeskFailures(transaction, order.userId);
  });
  return password;
}

function isByMail(notificationType = ''): boolean {
  if (notificationType === '') return false;
  const ways = notificationType.split(',').map((way) => way.trim());
  if (ways.includes('phone')) throw refused(reasons.noPhone);
  if (ways.some((way) => way !== 'email')) throw refused(reasons.unknownWay);
  return true;
}

const reasons = {
  noPhone: {
    en: 'notification_type phone is not possible: this service sends no text messages; email is',
    zh: 'notification_type不支持phone：本服务不发送短信；可使用email',
  },
  unknownWay: { en: 'notification_type is email or nothing', zh: 'notification_type只能为email或不填' },
  mailOnly: {
    en: 'notification_type is missing: a USER_ACTIVATE user chooses the password by mail (email); to be given one, set active_type to ADMIN_ACTIVATE with UpdateUserInfo first',
    zh: '缺少notification_type：USER_ACTIVATE用户通过邮件设置密码（email）；如需直接给出密码，请先用UpdateUserInfo将active_type设为ADMIN_ACTIVATE',
  },
} as const satisfies Record<string, ErrorArgument>;

function refused(reason: ErrorArgument): ApiError {
  return new ApiError('WKS.0001', [reason], 'query: notification_type');
}
