import { currentLanguage } from './language';

const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** How long ago something was, such as "3 hours ago", in the language that is shown. */
export function formatAge(time: string, now: number): string {
  const seconds = Math.max(0, (now - readTime(time)) / 1000);
  const format = new Intl.RelativeTimeFormat(currentLanguage(), { numeric: 'always' });
  const [unit, size] = units.find(([, length]) => seconds >= length) ?? (['second', 1] as const);
  return format.format(-Math.floor(seconds / size), unit);
}

/** A moment of the API in the reader's time zone. */
export function formatTime(time: string): string {
  return new Intl.DateTimeFormat(currentLanguage(), { dateStyle: 'medium', timeStyle: 'medium' }).format(
    readTime(time),
  );
}

/** Milliseconds since 1970. Times of the API without a zone are UTC. */
export function readTime(time: string): number {
  const iso = time.includes('T') ? time : time.replace(' ', 'T');
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
}
