/**
 * Milliseconds since this machine started, by a clock that no one sets. The same for all of its processes, and of no meaning to any
 * other machine.
 */
export function machineTime(): number {
  return Number(process.hrtime.bigint() / 1_000_000n);
}
