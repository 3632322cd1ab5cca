import { setTimeout as pause } from 'node:timers/promises';
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
      if (!(error instanceof Refusal) || error.retryAfter === undefined) throw error;
      onWait(error.retryAfter);
      await pause(error.retryAfter * 1000);
    }
  }
}
