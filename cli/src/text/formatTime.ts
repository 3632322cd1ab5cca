import type { Language } from '../messages/language.js';

/**
 * A moment as `2026-03-01 14:05:09+08:00` on the reader's clock (RFC 3339 with a space; `Z` for UTC); empty for what is no
 * time.
 * @param timeZone IANA name; default: the machine's
 */
export function formatTime(apiTime: string, timeZone?: string): string {
  const time = readApiTime(apiTime);
  if (time === undefined) return '';
  const zone = timeZone === undefined ? {} : { timeZone };
  // Sweden writes dates the ISO way.
  const format = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', ...zone });
  const parts = new Intl.DateTimeFormat('en', { timeZoneName: 'longOffset', ...zone }).formatToParts(time);
  const offset = parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', '') ?? '';
  return format.format(time) + (['', '+00:00'].includes(offset) ? 'Z' : offset);
}

/** How long ago, in the largest unit that fits: `3 minutes ago`. Empty for what is no time. */
export function formatAge(apiTime: string, now: Date, language: Language): string {
  const time = readApiTime(apiTime);
  if (time === undefined) return '';
  const seconds = Math.round((time.getTime() - now.getTime()) / 1000);
  const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size) ?? (['second', 1] as const);
  const format = new Intl.RelativeTimeFormat(language === 'zh' ? 'zh-CN' : 'en', { numeric: 'auto' });
  return format.format(Math.trunc(seconds / length), unit);
}

const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** How long something took: `0.8 s`, `2 min 5 s`, `1 h 3 min`. */
export function formatDuration(milliseconds: number, language: Language): string {
  const seconds = milliseconds / 1000;
  return seconds < 59.95
    ? `${seconds.toFixed(1)} ${unitsOf(language).s}`
    : formatSeconds(Math.round(seconds), language);
}

/** The same of what is known in whole seconds only: `5 s`. */
export function formatSeconds(whole: number, language: Language): string {
  const words = unitsOf(language);
  if (whole < 60) return `${whole} ${words.s}`;
  if (whole < 3600) return `${Math.floor(whole / 60)} ${words.min} ${whole % 60} ${words.s}`;
  return `${Math.floor(whole / 3600)} ${words.h} ${Math.floor((whole % 3600) / 60)} ${words.min}`;
}

function unitsOf(language: Language) {
  return language === 'zh' ? { h: '小时', min: '分钟', s: '秒' } : { h: 'h', min: 'min', s: 's' };
}

/** The API writes UTC, with or without a zone. */
function readApiTime(text: string): Date | undefined {
  const iso = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text) ? `${text.replace(' ', 'T')}Z` : text;
  const time = new Date(iso);
  return iso === '' || Number.isNaN(time.getTime()) ? undefined : time;
}
