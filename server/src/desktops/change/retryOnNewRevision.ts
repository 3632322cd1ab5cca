import { ApiError } from '../../errors/errors.js';
import { retry } from '../../retry/retry.js';

// A miss means that another change of the same desktop succeeded, so this bounds the changes that overtake one call.
const maxAttempts = 100;

/**
 * Carries out a change that holds only for the revision it was decided on: `run` reads, decides and writes, and
 * answers undefined when somebody else wrote in between; then it is made again, decision included.
 * @throws {ApiError} DPL.0409 when others were faster too often
 */
export async function retryOnNewRevision<T>(run: () => Promise<T | undefined>): Promise<T> {
  const result = await retry(run, { maxAttempts, isOvertaken: (outcome) => outcome === undefined });
  if (result !== undefined) return result;
  throw new ApiError('DPL.0409', [
    { en: 'the desktop is being changed by other requests; try again', zh: '桌面正被其他请求修改，请重试' },
  ]);
}
