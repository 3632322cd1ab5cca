import { setTimeout as pause } from 'node:timers/promises';
import { exitCodes, Failure } from '../failure.js';
import { Refusal } from './sendRequest.js';

/**
 * Makes a call again for as long as the service asks to come back later (429), which it does to many calls in a minute.
 * @param onWait told of every wait, in seconds
 * @throws whatever else the call throws
 */
export async function patiently<Result>(
  call: () => Promise<Result>,
  onWait: (seconds: number) => void,
): Promise<Result> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      // A 503 does not tell whether the call was carried out.
      if (!(error instanceof Refusal) || error.status !== 429 || error.retryAfter === undefined) throw error;
      onWait(error.retryAfter);
      await pause(error.retryAfter * 1000);
    }
  }
}

/**
 * After how many milliseconds a service that only tells something is worth asking again: it restarts, is in trouble, or has too much to do.
 * @returns undefined for an error that waiting does not mend
 */
export function passesWithin(error: unknown): number | undefined {
  if (error instanceof Refusal) return error.retryAfter === undefined ? undefined : error.retryAfter * 1000;
  return error instanceof Failure && error.exitCode === exitCodes.unreachable ? 0 : undefined;
}
