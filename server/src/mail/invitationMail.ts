import { Type } from 'typebox';
import type { Language } from '../errors/errors.js';
import { layOut, type MailText, oneLine } from './layout.js';
import type { MailLink } from './mailLink.js';

/** What the mail "choose your password" states. */
export interface InvitationFacts {
  readonly userName: string;
}

/** The facts as they rest in the outbox: without the link, which is made when the mail is sent. */
export const StoredInvitation = Type.Object({ userName: Type.String() });
type StoredInvitation = Type.Static<typeof StoredInvitation>;

/** Makes facts fit for storing. */
export function storeInvitation(facts: InvitationFacts): StoredInvitation {
  return { userName: oneLine(facts.userName) };
}

/**
 * Words the mail. Safe for any name.
 * @throws Error without a link to choose a password by: such a mail would be of no use
 */
export function writeInvitation(facts: StoredInvitation, link: MailLink, language: Language): MailText {
  if (link.kind !== 'choose-password')
    throw new Error('The service does not know its own address: set DESKPLANE_PUBLIC_URL.');
  const user = oneLine(facts.userName);
  if (language === 'zh')
    return layOut(
      '请设置您的云桌面密码',
      [
        `${user}，您好：`,
        `请为您的桌面用户 ${user} 设置密码，之后即可登录并打开您的云桌面。以下链接在24小时内有效，只能使用一次：`,
        { link: link.url },
        '如果链接已失效，请联系您的桌面管理员获取新链接。如果这不是您预期的邮件，请忽略它。',
        '本邮件由 Deskplane 自动发送，请勿回复。',
      ],
      'zh',
    );
  return layOut(
    'Choose the password for your cloud desktop',
    [
      `Hello ${user},`,
      `please choose a password for your desktop user ${user}. With it you sign in and open your cloud desktops. The link works once, within 24 hours:`,
      { link: link.url },
      'If it no longer works, please ask the people who look after your desktops for a new one. If you did not expect this mail, ignore it.',
      'This message was sent automatically by Deskplane; replies are not read.',
    ],
    'en',
  );
}
