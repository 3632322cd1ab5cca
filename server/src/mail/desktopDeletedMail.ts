import { Type } from 'typebox';
import type { Language } from '../errors/errors.js';
import { oneOf } from '../http/schemas/values.js';
import { layOut, type MailText, oneLine, readableTime } from './layout.js';

/** What the mail "your desktop has been deleted" states. */
export interface DesktopDeletedFacts {
  readonly computerName: string;
  readonly userName: string;
  /** When the last item of the desktop was seen gone. */
  readonly goneAt: Date;
  /** What became of the desktop user. */
  readonly user: 'removed' | 'kept';
  /** Whether it was a simulated desktop: nothing real was deleted. */
  readonly simulated?: boolean;
}

/** The facts as they rest in the outbox. */
export const StoredDesktopDeleted = Type.Object({
  computerName: Type.String(),
  userName: Type.String(),
  goneAt: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' }),
  user: oneOf(['removed', 'kept']),
  simulated: Type.Optional(Type.Boolean()),
});
export type StoredDesktopDeleted = Type.Static<typeof StoredDesktopDeleted>;

/** Makes facts fit for storing. Names are cleaned here, as PostgreSQL's jsonb refuses a NUL or half a character. */
export function storeDesktopDeleted(facts: DesktopDeletedFacts): StoredDesktopDeleted {
  return {
    computerName: oneLine(facts.computerName),
    userName: oneLine(facts.userName),
    goneAt: facts.goneAt.toISOString(),
    user: facts.user,
    ...(facts.simulated === true ? { simulated: true } : {}),
  };
}

/** Words the mail. Safe for any names. */
export function writeDesktopDeleted(facts: StoredDesktopDeleted, language: Language): MailText {
  const computer = oneLine(facts.computerName);
  const user = oneLine(facts.userName);
  const time = readableTime(new Date(facts.goneAt), language);
  const first = facts.simulated === true ? [nothingReal[language]] : [];
  const words = { computer, user, time, outcome: facts.user, first };
  return language === 'zh' ? inChinese(words) : inEnglish(words);
}

const nothingReal: Record<Language, string> = {
  en: 'SIMULATED: nothing real was deleted.',
  zh: 'SIMULATED（模拟）：没有删除任何真实资源。',
};

/** What both languages say, cleaned. */
interface Words {
  readonly computer: string;
  readonly user: string;
  readonly time: string;
  readonly outcome: 'removed' | 'kept';
  /** What is said before anything else. */
  readonly first: readonly string[];
}

function inEnglish({ computer, user, time, outcome, first }: Words): MailText {
  const account =
    outcome === 'removed'
      ? `Your desktop user ${user} had no other desktop and has been removed as well.`
      : `Your desktop user ${user} stays as it is.`;
  return layOut(
    `Your desktop ${computer} has been deleted`,
    [
      ...first,
      `Hello ${user},`,
      `your cloud desktop ${computer} has been deleted together with its disks. It was gone on ${time}.`,
      account,
      'If you did not expect this, please ask the people who look after your desktops.',
      'This message was sent automatically by Deskplane; replies are not read.',
    ],
    'en',
  );
}

function inChinese({ computer, user, time, outcome, first }: Words): MailText {
  const account =
    outcome === 'removed'
      ? `您的桌面用户 ${user} 已没有其他桌面，因此一并删除。`
      : `您的桌面用户 ${user} 保持不变。`;
  return layOut(
    `您的云桌面 ${computer} 已删除`,
    [
      ...first,
      `${user}，您好：`,
      `您的云桌面 ${computer} 及其磁盘已于 ${time}删除完毕。`,
      account,
      '如果这不是您预期的操作，请联系您的桌面管理员。',
      '本邮件由 Deskplane 自动发送，请勿回复。',
    ],
    'zh',
  );
}
