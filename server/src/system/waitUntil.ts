import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until the answer is yes or the time is over. @returns whether it was yes */
export async function waitUntil(
  condition: () => Promise<boolean> | boolean,
  timeoutMs: number,
  everyMs = 20,
): Promise<boolean> {
  const end = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() >= end) return false;
    await sleep(everyMs);
  }
  return true;
}
