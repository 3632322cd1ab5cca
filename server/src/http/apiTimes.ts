/**
 * The API writes the same moment in several ways (docs/reference/limits.md#times). Every one of them is UTC.
 */

/** `2020-04-10 06:45:14`: jobs, the desktop list, lock times. */
export function formatPlainTime(time: Date): string {
  return time.toISOString().slice(0, 19).replace('T', ' ');
}

/** `2022-01-21T06:57:47.459Z`: desktop details, users, groups. */
export function formatMillisecondTime(time: Date): string {
  return time.toISOString();
}

/** `2022-03-28T00:00:00Z`: volumes, login records, networks. */
export function formatSecondTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

/** `2022-03-28T00:00:00.000000Z`: everything of IAM. */
export function formatMicrosecondTime(time: Date): string {
  return `${time.toISOString().slice(0, 23)}000Z`;
}

/** Whether a text begins with a day of the calendar, `yyyy-MM-dd`: what `Date` makes of 30 February is another one. */
export function beginsWithDay(text: string): boolean {
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10));
}

const incoming = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/;

/**
 * Reads `yyyy-MM-ddTHH:mm:ssZ` or `…ss.SSSZ`, the two forms that the API takes.
 * @returns undefined when it is neither, or no day of the calendar (30 February)
 */
export function parseApiTime(text: string): Date | undefined {
  if (!incoming.test(text)) return undefined;
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) return undefined;
  return formatSecondTime(time).slice(0, 19) === text.slice(0, 19) ? time : undefined;
}
