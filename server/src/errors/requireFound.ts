import { ApiError, type ErrorArgument, type FaultyField } from './errors.js';
import type { Thing } from './things.js';

/**
 * What was looked for.
 * @param thing what it is, in words
 * @param detail the field that names it, where there are several
 * @throws {ApiError} DPL.0404 when there is none
 */
export function requireFound<Found>(
  found: Found | undefined,
  thing: Thing | Exclude<ErrorArgument, string>,
  detail?: FaultyField,
): Found {
  if (found === undefined) throw new ApiError('DPL.0404', [thing], detail);
  return found;
}
