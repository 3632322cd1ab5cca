import type { Language } from '../../errors/errors.js';
import { decideKey, type PlannedItem } from './planDeletion.js';
import { readReason, type UserFate } from './userFate.js';

type Sentence = Readonly<Record<Language, string>>;

/** Why things go or stay, in whole sentences: what plans and deletions answer as `reason`. */
const sentences = {
  'part-of-the-desktop': { en: 'It was made for this desktop.', zh: '它是为该桌面创建的。' },
  preexisting: {
    en: 'It existed before the desktop, so it is only detached.',
    zh: '它在桌面创建前已存在，因此仅解绑。',
  },
  plainDisk: {
    en: 'It is not encrypted, and its size was not enforced.',
    zh: '它未加密，也未限制其大小。',
  },
  plain: { en: 'It is not encrypted.', zh: '它未加密。' },
  'not-asked-for': { en: 'Deletion of users was not asked for.', zh: '未要求删除用户。' },
  'has-no-other-desktop': { en: 'The user has no other desktop.', zh: '该用户没有其他桌面。' },
  group: {
    en: 'The group and its users stay. They lose this desktop and get no mail.',
    zh: '用户组及其用户将保留，他们将失去该桌面，且不会收到邮件。',
  },
} as const satisfies Readonly<Record<string, Sentence>>;

const keySentences = {
  destroyed: (key: string): Sentence => ({
    en: `Its key ${key} is destroyed.`,
    zh: `其密钥 ${key} 将被销毁。`,
  }),
  kept: (key: string): Sentence => ({ en: `Its key ${key} is kept.`, zh: `其密钥 ${key} 将保留。` }),
  needed: (key: string, by: string): Sentence => ({
    en: `Its key ${key} is kept: item ${by} stays and needs it.`,
    zh: `其密钥 ${key} 将保留：保留的项 ${by} 仍需使用。`,
  }),
};

const otherDesktops = (count: number): Sentence => ({
  en: `The user has ${count} other desktop${count === 1 ? '' : 's'}.`,
  zh: `该用户还有${count}个其他桌面。`,
});

/** Why an item of a plan goes or stays, and what becomes of its key. @param items all of the plan */
export function explainItem(item: PlannedItem, items: readonly PlannedItem[], language: Language): string {
  const key = keySentence(item, items);
  return join(key === undefined ? [sentences[item.reason]] : [sentences[item.reason], key], language);
}

/** What becomes of the key and why, or that there is none: such a disk is a directory without a limit of its own. */
function keySentence(item: PlannedItem, items: readonly PlannedItem[]): Sentence | undefined {
  if (item.encrypted === null) return undefined;
  const keyId = item.keyId ?? '';
  const fate = decideKey(item, items);
  if (fate === undefined) return item.kind === 'volume' ? sentences.plainDisk : sentences.plain;
  if (fate.intent === 'destroy') return keySentences.destroyed(keyId);
  return fate.neededBy === item.id ? keySentences.kept(keyId) : keySentences.needed(keyId, fate.neededBy);
}

/** Why a user of a plan stays or is deleted. */
export function explainFate({ reason, otherDesktops: count }: UserFate, language: Language): string {
  return reason === 'has-other-desktops' ? otherDesktops(count)[language] : sentences[reason][language];
}

/** The same of a user about whom was decided, from what is on record. Null: not decided yet. */
export function explainOutcome(
  { outcome, reason }: { readonly outcome: string | null; readonly reason: string | null },
  language: Language,
): string | null {
  if (outcome === 'deleted') return sentences['has-no-other-desktop'][language];
  const fate = reason === null ? undefined : readReason(reason);
  return fate === undefined ? reason : explainFate(fate, language);
}

/** Why the groups of a plan stay. */
export const explainGroup = (language: Language): string => sentences.group[language];

const join = (parts: readonly Sentence[], language: Language): string =>
  parts.map((each) => each[language]).join(language === 'zh' ? '' : ' ');
