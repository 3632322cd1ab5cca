/** A time zone as ListTimeZones answers it. */
export interface PresentedTimeZone {
  /** `GMT+08:00`, without daylight saving time. */
  readonly time_zone: string;
  /** As the time zone database calls it: `Asia/Shanghai`. */
  readonly time_zone_name: string;
  readonly time_zone_desc: string;
  readonly time_zone_desc_us: string;
  readonly time_zone_desc_cn: string;
}

let known: readonly PresentedTimeZone[] | undefined;

/** Every time zone that this service can reckon with, in the order of their names. */
export function listTimeZones(): readonly PresentedTimeZone[] {
  known ??= ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')].map(present);
  return known;
}

function present(name: string): PresentedTimeZone {
  const offset = standardOffset(name);
  const english = `(${offset}) ${nameIn(name, 'en-US')}`;
  return {
    time_zone: offset,
    time_zone_name: name,
    time_zone_desc: english,
    time_zone_desc_us: english,
    time_zone_desc_cn: `(${offset}) ${nameIn(name, 'zh-CN')}`,
  };
}

const winter = new Date(Date.UTC(2026, 0, 1));
const summer = new Date(Date.UTC(2026, 6, 1));

/** Of the two halves of the year the one that is further behind. */
function standardOffset(name: string): string {
  const offsets = [winter, summer].map((at) => partOf(name, 'en-US', 'longOffset', at));
  const [first = ''] = offsets.toSorted((one, other) => minutesOf(one) - minutesOf(other));
  return first === 'GMT' ? 'GMT+00:00' : first;
}

function minutesOf(offset: string): number {
  const [, sign = '+', hours = '0', minutes = '0'] = /^GMT([+-])(\d\d):(\d\d)/.exec(offset) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

const nameIn = (name: string, locale: string): string => partOf(name, locale, 'longGeneric', winter);

function partOf(
  timeZone: string,
  locale: string,
  timeZoneName: 'longOffset' | 'longGeneric',
  at: Date,
): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}
