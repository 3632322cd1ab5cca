/** Pattern of a name without control characters: nothing that a log, a terminal or PostgreSQL (NUL) would stumble over. */
export const noControlCharacters = '^[^\\u0000-\\u001f\\u007f-\\u009f]*$';

/** Keystone's time format: UTC with microseconds. */
export function keystoneTime(time: Date): string {
  return time.toISOString().replace('Z', '000Z');
}
