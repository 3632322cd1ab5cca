import { ApiError } from '../errors/errors.js';

// A miss means that another change of the same desktop succeeded, so this bounds the changes that overtake one call.
const attempts = 100;

/**
 * Carries out a change that holds only for the revision it was decided on: `attempt` reads, decides and writes, and
 * answers undefined when somebody else wrote in between; then it is made again, decision included.
 * @throws {ApiError} DPL.0409 when others were faster too often
 */
export async function retryOnNewRevision<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let made = 0; made < attempts; made += 1) {
    const result = await attempt();
    if (result !== undefined) return result;
  }
  throw new ApiError('DPL.0409', ['the desktop is being changed by other requests; try again']);
}
