import { setTimeout as pause } from 'node:timers/promises';

/** In milliseconds: for what never comes. A busy machine takes many times as long as a quiet one, and no test may bet on it. */
const usualPatience = 180_000;

/**
 * Asks again and again until the condition gives something other than undefined or false, and returns it.
 * @param what is waited for, for the error
 * @param patience After how many milliseconds to give up. Shorter than usual only where giving up is no failure.
 * @throws {Error} naming what did not come about, with the last error of the condition as its cause
 */
export async function waitUntil<Result>(
  condition: () => Promise<Result | undefined | false> | Result | undefined | false,
  what: string,
  patience = usualPatience,
): Promise<Result> {
  const end = performance.now() + patience;
  let cause: unknown;
  for (;;) {
    try {
      const result = await condition();
      if (result !== undefined && result !== false) return result;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > end) {
      throw new Error(`not within ${patience} ms: ${what}`, { cause });
    }
    await pause(20);
  }
}
