import { ApiError, type ErrorArgument } from './errors.js';

/**
 * What was looked for.
 * @param thing what it is, in words
 * @throws {ApiError} DPL.0404 when there is none
 */
export function requireFound<Found>(found: Found | undefined, thing: ErrorArgument): Found {
  if (found === undefined) throw new ApiError('DPL.0404', [thing]);
  return found;
}
