import { language } from './words.js';

/** Marks that turn the direction of what follows, so that `exe.gpj` reads as `jpg.exe`, and others that nobody sees. */
const unseen = /[\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/gu;

/** A name as it is shown and kept here: nothing in it pretends to be another. */
export function safeName(name: string): string {
  return name.replaceAll(unseen, '_');
}

const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
const units = ['B', 'KB', 'MB', 'GB'];

/** A size for people: `12 KB`, `3.4 MB`. */
export function writeSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const maximumFractionDigits = unit > 1 && value < 100 ? 1 : 0;
  return `${value.toLocaleString(locale, { maximumFractionDigits })} ${units[unit] ?? ''}`;
}

/** When a file was changed: the time of today, the day of any other. */
export function writeWhen(iso: string): string {
  const when = new Date(iso);
  const isToday = when.toDateString() === new Date().toDateString();
  return isToday
    ? when.toLocaleTimeString(locale, { timeStyle: 'short' })
    : when.toLocaleDateString(locale, { dateStyle: 'medium' });
}
