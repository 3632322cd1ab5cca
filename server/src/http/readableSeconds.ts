import type { Language } from '../errors/errors.js';

const units = [
  [86_400, 'day', '天'],
  [3_600, 'hour', '小时'],
  [60, 'minute', '分钟'],
] as const;

/** So many seconds, and what that is in the largest unit of which it is a whole number: `34560000 (400 days)`; alone where it is none. */
export function readableSeconds(seconds: number, language: Language): string {
  const unit = units.find(([length]) => seconds >= length && seconds % length === 0);
  if (unit === undefined) return String(seconds);
  const [length, en, zh] = unit;
  const count = seconds / length;
  return language === 'zh'
    ? `${seconds}（${count}${zh}）`
    : `${seconds} (${count} ${en}${count === 1 ? '' : 's'})`;
}
