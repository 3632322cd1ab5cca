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

/** The API writes UTC, with or without a zone. */
export function readApiTime(text: string): Date | undefined {
  const iso = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text) ? `${text.replace(' ', 'T')}Z` : text;
  const time = new Date(iso);
  return iso === '' || Number.isNaN(time.getTime()) ? undefined : time;
}
