/** What a check ends with. Stable: scripts depend on it. The `deskplane` command has these codes and more. */
export const verifyExitCodes = {
  done: 0,
  /** The file is not valid. */
  failed: 1,
  /** Wrong usage, or a file that cannot be read. */
  usage: 2,
  /** The file is older than the head that it was checked against: get it again. Nothing is said about it. */
  outdated: 6,
} as const;

export type VerifyExitCode = (typeof verifyExitCodes)[keyof typeof verifyExitCodes];

/** The names of the codes in the errors that programs get. Stable, too. */
export const verifyExitNames: Readonly<Record<VerifyExitCode, string>> = {
  0: 'done',
  1: 'failed',
  2: 'usage',
  6: 'outdated',
};

/** @returns what a verdict ends with */
export function exitCodeOf(
  verdict: { readonly valid: true } | { readonly valid: false; readonly outdated: boolean },
): VerifyExitCode {
  if (verdict.valid) return verifyExitCodes.done;
  return verdict.outdated ? verifyExitCodes.outdated : verifyExitCodes.failed;
}
