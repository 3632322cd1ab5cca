import { readApiTime } from '@deskplane/verify/text/formatTime.js';
import type { Language } from '@deskplane/verify/text/language.js';

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

/** Exactly so many seconds, in every unit that is not zero: `8 days 2 h 30 min`. */
export function formatSpan(whole: number, language: Language): string {
  const words = unitsOf(language);
  const parts = [
    [Math.floor(whole / 86_400), whole >= 2 * 86_400 ? words.days : words.day],
    [Math.floor((whole % 86_400) / 3600), words.h],
    [Math.floor((whole % 3600) / 60), words.min],
    [whole % 60, words.s],
  ] as const;
  const told = parts.filter(([count]) => count > 0);
  return told.length === 0 ? `0 ${words.s}` : told.map((part) => part.join(' ')).join(' ');
}

function unitsOf(language: Language) {
  return language === 'zh'
    ? { day: '天', days: '天', h: '小时', min: '分钟', s: '秒' }
    : { day: 'day', days: 'days', h: 'h', min: 'min', s: 's' };
}
