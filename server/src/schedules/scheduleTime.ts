import type { Ambient } from '../ambient.js';

/**
 * The moment by which scheduled tasks are due: the service's clock, which tests move. Replicas whose clocks differ disagree on when a
 * time has come, and not on whether it was carried out: that the database says.
 */
export function scheduleTime(ambient: Ambient): Date {
  return ambient.now();
}
