import type { Ambient } from '../ambient.js';

/**
 * The moment by which scheduled tasks are due: the service's clock, which tests move. Whether a time was carried out the database
 * says.
 */
export function scheduleTime(ambient: Ambient): Date {
  return ambient.serviceNow();
}
