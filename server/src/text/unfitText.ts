/**
 * U+0000, which PostgreSQL's text cannot hold, and half of a character (a lone surrogate), which UTF-8 cannot. No text that
 * comes in may hold either.
 */
const unfit = /[\0\p{Cs}]/u;

/** What is wrong with such a text, for the one who sent it. */
export const unfitTextReason = {
  en: 'must not contain U+0000 or an unpaired surrogate',
  zh: '包含U+0000或不完整的字符，任何文本均不允许',
} as const;

/** Whether a text holds what no text may: U+0000 or a lone surrogate. */
export function isUnfitText(text: string): boolean {
  return unfit.test(text);
}

/** The text with U+FFFD for what no text may hold, where a text is better kept than refused. */
export function replaceUnfit(text: string): string {
  return text.replaceAll(/[\0\p{Cs}]/gu, '\ufffd');
}

/** The beginning of a text, at most so many UTF-16 units long, without what no text may hold: a cut may leave half of a character. */
export function fittingStart(text: string, length: number): string {
  return replaceUnfit(text.slice(0, length));
}

/**
 * The first text of a value, key or content, that {@link isUnfitText} is true of.
 * @returns the steps to it, for instance `desktops`, `0`, `user_name`; the unfit characters of a key are shown as U+FFFD;
 * undefined when there is none
 */
export function findUnfitText(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return isUnfitText(value) ? [] : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (isUnfitText(key)) return [replaceUnfit(key)];
    const below = findUnfitText(inner);
    if (below !== undefined) return [key, ...below];
  }
  return undefined;
}
