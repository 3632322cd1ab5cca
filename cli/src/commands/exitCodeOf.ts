import { type ExitCode, exitCodes } from '../failure.js';

/** What checking a file ends with. */
export function exitCodeOf(
  verdict: { readonly valid: true } | { readonly valid: false; readonly outdated: boolean },
): ExitCode {
  if (verdict.valid) return exitCodes.done;
  return verdict.outdated ? exitCodes.outdated : exitCodes.failed;
}
