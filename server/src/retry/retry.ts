/**
 * How often, after what and how fast a call is made again.
 *
 * Which way to retry, by what went wrong:
 * - A transaction lost against another one (deadlock, serialisation, foreign key): `retryOnConflict`, around the transaction.
 * - A decision about a desktop was overtaken by a change of it: `retryOnNewRevision`, around reading, deciding and writing.
 * - Anything else that the caller waits for: {@link retry}, with few attempts.
 * - Work of a queue that nobody waits for (items, mails, tasks): no loop at all. Its row is postponed by `backoff` and claimed
 *   again, so that it outlives the process.
 */
export interface RetryOptions<Result> {
  /** Attempts at most, the first one included. */
  readonly maxAttempts: number;
  /** Whether the next attempt may mend this failure. Asked only while there is a next one. Default: no failure is. */
  readonly isTransient?: (error: unknown, attempt: number) => boolean;
  /** Whether a result means that somebody else was faster. Default: none does. */
  readonly isOvertaken?: (result: Result) => boolean;
  /** Waits before the attempt after this one, which is counted from 1. Default: does not wait. */
  readonly pause?: (attempt: number) => Promise<unknown>;
}

/**
 * Makes attempts until one is good.
 * @param run is given the number of the attempt, from 1
 * @returns the first result that is not overtaken; the last one when all are
 * @throws the first failure that is not transient, or that of the last attempt
 */
export async function retry<Result>(
  run: (attempt: number) => Promise<Result>,
  options: RetryOptions<Result>,
): Promise<Result> {
  const { maxAttempts, isTransient = () => false, isOvertaken = () => false, pause } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const result = await run(attempt);
      if (attempt >= maxAttempts || !isOvertaken(result)) return result;
    } catch (error) {
      if (attempt >= maxAttempts || !isTransient(error, attempt)) throw error;
    }
    await pause?.(attempt);
  }
}
