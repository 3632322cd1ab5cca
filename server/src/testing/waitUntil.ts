import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  /** After how many milliseconds to give up. */
  readonly deadlineMs: number;
  /** What is waited for, for the error. */
  readonly what: string;
}

/**
 * Asks again and again until the condition gives something other than undefined or false, and returns it.
 * @throws {Error} naming what did not come about, with the last error of the condition as its cause
 */
export async function waitUntil<Result>(
  condition: () => Promise<Result | undefined | false> | Result | undefined | false,
  patience: Patience,
): Promise<Result> {
  const end = performance.now() + patience.deadlineMs;
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
      throw new Error(`not within ${patience.deadlineMs} ms: ${patience.what}`, { cause });
    }
    await pause(20);
  }
}
