import { setTimeout as pause } from 'node:timers/promises';

/**
 * What work answers, or `late` once it has taken longer than so many milliseconds. It goes on then, and what comes of it is nobody's.
 * @throws what the work throws in time
 */
export async function answerInTime<Result, Late>(
  work: Promise<Result>,
  milliseconds: number,
  late: Late,
): Promise<Result | Late> {
  const giveUp = new AbortController();
  const patience = pause(milliseconds, late, { signal: giveUp.signal }).catch(() => late);
  try {
    return await Promise.race([work, patience]);
  } finally {
    giveUp.abort();
  }
}
