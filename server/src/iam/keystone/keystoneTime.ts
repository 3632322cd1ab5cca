/** Keystone's time format: UTC with microseconds. */
export function keystoneTime(time: Date): string {
  return time.toISOString().replace('Z', '000Z');
}
