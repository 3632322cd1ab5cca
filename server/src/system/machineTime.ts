import { uptime } from 'node:os';

/**
 * Milliseconds since this machine started, also those that it slept, by a clock that no one sets. The same for all of its processes,
 * and of no meaning to any other machine.
 */
export function machineTime(): number {
  return Math.floor(uptime() * 1000);
}
