/**
 * A time as a clock on the wall of a place shows it, in milliseconds as if that place were at UTC. To the second: no zone is off by less.
 */
export type WallTime = number;

const hour = 3_600_000;
const day = 24 * hour;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(zone, format);
  return format;
}

/** Whether it is the name of a time zone that this service can reckon with. */
export function isTimeZone(name: string): boolean {
  // Offsets have no name, and some versions of Node.js take them.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false;
  try {
    formatOf(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** What a clock in the zone shows at a moment. */
export function wallTimeAt(zone: string, at: Date): WallTime {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  return Date.UTC(
    number('year'),
    number('month') - 1,
    number('day'),
    number('hour'),
    number('minute'),
    number('second'),
  );
}

/**
 * The moment at which a clock in the zone shows a time. Of two, where the clock is set back, it is the first. Where the clock is set
 * forward past it, it is as long after the change as the time is after the change on a clock that was not set: 02:30 is 03:30.
 */
export function momentOf(zone: string, wall: WallTime): Date {
  const offsetAt = (at: number): number => wallTimeAt(zone, new Date(at)) - at;
  const before = offsetAt(wall - day);
  const after = offsetAt(wall + day);
  const [first] = [wall - before, wall - after]
    .filter((at) => at + offsetAt(at) === wall)
    .toSorted((one, other) => one - other);
  return new Date(first ?? wall - before);
}

/** `yyyy-MM-dd HH:mm:ss` as a clock in the zone shows it. */
export function formatWallTime(zone: string, at: Date): string {
  return new Date(wallTimeAt(zone, at)).toISOString().slice(0, 19).replace('T', ' ');
}

/** Reads `yyyy-MM-dd HH:mm:ss`; undefined: there is no such date or time of day. */
export function parseWallTime(text: string): WallTime | undefined {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return undefined;
  const wall = Date.parse(`${text.replace(' ', 'T')}.000Z`);
  if (Number.isNaN(wall)) return undefined;
  // The 31st of a month that has 30 is the first of the next one for some readers.
  return new Date(wall).toISOString().slice(0, 19).replace('T', ' ') === text ? wall : undefined;
}
