import { sql } from 'kysely';
import type { Ambient } from '../ambient.js';
import type { Transaction } from '../database/connect.js';
import { ApiError, type ErrorArgument, type Language } from '../errors/errors.js';
import type { DesktopUserId, ProjectId } from '../ids.js';
import { mailId, queueMails } from '../mail/queueMail.js';

/** A user who is to choose his password himself. */
export interface InvitedUser {
  readonly projectId: ProjectId;
  readonly id: DesktopUserId;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
}

/**
 * Queues the mail whose link lets a user choose his password, and makes it the only one that does. In the caller's transaction, which
 * holds the user. The link is made when the mail is sent.
 * @throws {ApiError} DPL.0409 for a user whom no mail reaches
 */
export async function inviteUser(
  transaction: Transaction,
  ambient: Ambient,
  user: InvitedUser,
): Promise<void> {
  await inviteUsers(transaction, ambient, [user]);
}

/** As {@link inviteUser}, of several. */
export async function inviteUsers(
  transaction: Transaction,
  ambient: Ambient,
  users: readonly InvitedUser[],
): Promise<void> {
  if (users.length === 0) return;
  const orders = users.map(
    (user) =>
      ({
        template: 'invitation',
        projectId: user.projectId,
        userId: user.id,
        occasion: ambient.uuid(),
        language: user.language,
        recipient: user.email,
        facts: { userName: user.name },
        orderedAt: ambient.now(),
      }) as const,
  );
  const outcomes = await queueMails(transaction, orders);
  if (outcomes.includes('noAddress')) throw new ApiError('DPL.0409', [obstacles.noAddress]);
  await sql`
    update desktop_users u set invitation_mail_id = i.mail
    from unnest(${orders.map(({ projectId }) => projectId)}::text[], ${orders.map(({ userId }) => userId)}::text[],
      ${orders.map(mailId)}::text[]) as i (project_id, user_id, mail)
    where u.project_id = i.project_id and u.id = i.user_id`.execute(transaction);
}

/** Why a user cannot be invited, or not now. */
export const obstacles = {
  noAddress: {
    en: 'the user has no e-mail address; set one first with UpdateUserInfo (user_email)',
    zh: '该用户没有邮箱地址；请先用UpdateUserInfo设置user_email',
  },
  noLink: {
    en: 'no link can be sent: the service does not know its own address; set DESKPLANE_PUBLIC_URL',
    zh: '无法发送链接：服务不知道自身的地址；请设置DESKPLANE_PUBLIC_URL',
  },
  keptOut: {
    en: 'the user is disabled or locked; enable or unlock the user first',
    zh: '该用户已停用或锁定；请先启用或解锁',
  },
  hasPassword: {
    en: 'the user has a password; to take it away and invite the user again, use ChangeUserStatus with RESET_PWD',
    zh: '该用户已有密码；如需清除密码并重新邀请，请使用ChangeUserStatus的RESET_PWD',
  },
} as const satisfies Record<string, ErrorArgument>;
