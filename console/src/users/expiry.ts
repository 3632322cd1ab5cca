/** Whether a text is a day of the calendar: `2027-01-31`. */
export function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
  );
}

/** The day, in UTC, on which an account ends. @param expires milliseconds since 1970; 0: never, which is no text */
export function toDay(expires: number): string {
  return expires === 0 ? '' : new Date(expires).toISOString().slice(0, 10);
}

/** As the API takes it: the end of that day, UTC; without a day: never. */
export function toExpiry(day: string): string {
  return day === '' ? '0' : `${day}T23:59:59Z`;
}
