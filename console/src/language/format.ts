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

/** How long something is, in the two largest units that fit, such as "1 day, 2 hours", in the language that is shown. */
export function formatLength(seconds: number): string {
  const language = currentLanguage();
  let rest = Math.round(seconds);
  const parts: string[] = [];
  for (const [unit, size] of [...units, ['second', 1] as const]) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0)
      parts.push(new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count));
  }
  return new Intl.ListFormat(language, { type: 'unit' }).format(parts.slice(0, 2));
}

/** A moment of the API in the reader's time zone, which is named; hours are counted to 24, as the command does. */
export function formatTime(time: string): string {
  return formatMoment(readTime(time));
}

/** The same of milliseconds since 1970. */
export function formatMoment(milliseconds: number): string {
  const parts = new Intl.DateTimeFormat(readersLocale(), {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).formatToParts(milliseconds);
  // The zone comes last in every language; Chinese has it between day and hour.
  const zone = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const rest = parts.map(({ type, value }) => (type === 'timeZoneName' ? '' : value)).join('');
  return `${rest.replaceAll(/\s+/g, ' ').trim()} ${zone}`;
}

/** The language that is shown, in the reader's own kind of it: an Englishman's dates are not an American's. */
export function readersLocale(): string {
  const language = currentLanguage();
  const [spoken = language] = language.split('-');
  return navigator.languages.find((each) => each.split('-')[0] === spoken) ?? language;
}

/** Milliseconds since 1970. Times of the API without a zone are UTC. */
export function readTime(time: string): number {
  const iso = time.includes('T') ? time : time.replace(' ', 'T');
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
}

const sizes = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** A number of bytes with its unit, such as "1.5 GiB". */
export function formatBytes(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(sizes.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** step;
  const format = new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: value < 10 ? 1 : 0 });
  return `${format.format(value)} ${sizes[step]}`;
}

/** Several of a kind one after the other, with the mark of the language that is shown. */
export function formatList(values: readonly string[]): string {
  return values.join(isChinese() ? '、' : ', ');
}

/** What is said about something, behind what it is about. */
export function formatAbout(what: string, text: string): string {
  return isChinese() ? `${what}：${text}` : `${what}: ${text}`;
}

/** What is added to something, in brackets. */
export function formatAside(text: string, aside: string): string {
  return isChinese() ? `${text}（${aside}）` : `${text} (${aside})`;
}

/** Several statements one after the other. */
export function formatStatements(statements: readonly string[]): string {
  return statements.join(isChinese() ? '；' : '; ');
}

function isChinese(): boolean {
  return currentLanguage().startsWith('zh');
}
