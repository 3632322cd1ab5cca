import { Type } from 'typebox';
import type { Language } from '../errors/errors.js';
import { layOut, type MailText, oneLine, type Paragraph } from './layout.js';
import type { MailLink } from './mailLink.js';

/** What the mail "your desktop is ready" states. */
export interface DesktopCreatedFacts {
  readonly computerName: string;
  readonly userName: string;
  /** Whether it is a simulated desktop: nothing real was created. */
  readonly simulated: boolean;
}

/** The facts as they rest in the outbox. */
export const StoredDesktopCreated = Type.Object({
  computerName: Type.String(),
  userName: Type.String(),
  simulated: Type.Optional(Type.Boolean()),
});
type StoredDesktopCreated = Type.Static<typeof StoredDesktopCreated>;

/** Makes facts fit for storing. */
export function storeDesktopCreated(facts: DesktopCreatedFacts): StoredDesktopCreated {
  return {
    computerName: oneLine(facts.computerName),
    userName: oneLine(facts.userName),
    ...(facts.simulated ? { simulated: true } : {}),
  };
}

/** Words the mail. Safe for any names. */
export function writeDesktopCreated(
  facts: StoredDesktopCreated,
  link: MailLink,
  language: Language,
): MailText {
  const computer = oneLine(facts.computerName);
  const user = oneLine(facts.userName);
  const first = facts.simulated === true ? [nothingReal[language]] : [];
  if (language === 'zh')
    return layOut(
      `您的云桌面 ${computer} 已就绪`,
      [
        ...first,
        `${user}，您好：`,
        `您的云桌面 ${computer} 已创建完成，可以使用。您的用户名是 ${user}。`,
        ...wayInChinese(link),
        '本邮件由 Deskplane 自动发送，请勿回复。',
      ],
      'zh',
    );
  return layOut(
    `Your desktop ${computer} is ready`,
    [
      ...first,
      `Hello ${user},`,
      `your cloud desktop ${computer} has been created and is ready for use. Your user name is ${user}.`,
      ...wayInEnglish(link),
      'This message was sent automatically by Deskplane; replies are not read.',
    ],
    'en',
  );
}

const nothingReal: Record<Language, string> = {
  en: 'SIMULATED: nothing real was created.',
  zh: 'SIMULATED（模拟）：没有创建任何真实资源。',
};

function wayInEnglish(link: MailLink): Paragraph[] {
  if (link.kind === 'choose-password')
    return [
      'Choose your password first. The link works once, within 24 hours:',
      { link: link.url },
      'If it no longer works, please ask the people who look after your desktops for a new one.',
    ];
  if (link.kind === 'sign-in') return ['Open it here:', { link: link.url }];
  return ['Please ask the people who look after your desktops where to open it.'];
}

function wayInChinese(link: MailLink): Paragraph[] {
  if (link.kind === 'choose-password')
    return [
      '请先设置您的密码。以下链接在24小时内有效，只能使用一次：',
      { link: link.url },
      '如果链接已失效，请联系您的桌面管理员获取新链接。',
    ];
  if (link.kind === 'sign-in') return ['请从这里打开：', { link: link.url }];
  return ['请向您的桌面管理员询问打开桌面的地址。'];
}
