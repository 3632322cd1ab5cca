import type { VerdictWords } from '../words/verdictWords.js';
import type { VerifyExitCode } from './exitCodes.js';
import type { TrustFiles } from './readFiles.js';

export interface CheckOptions extends TrustFiles {
  /** Whether the result is JSON for a program. */
  readonly json: boolean;
}

/** For whom a report is written. */
export interface Reader {
  readonly words: VerdictWords;
  /** How wide the terminal is. */
  readonly columns: number;
}

/** What a check has to say, and what the command ends with. */
export interface Report {
  readonly exitCode: VerifyExitCode;
  /** Before the result, for standard error: which checks passed. */
  readonly notes: readonly string[];
  /** The verdict, for standard output; empty when there is a problem. */
  readonly result: string;
  /** After the result, for standard error. */
  readonly remarks: readonly string[];
  /** Why the file was not found valid, in one sentence; empty when the result says it all. */
  readonly problem: string;
}

/** A result without anything around it. */
export function plainReport(exitCode: VerifyExitCode, result: string): Report {
  return { exitCode, notes: [], result, remarks: [], problem: '' };
}

/** A report without a result. */
export function problemReport(
  exitCode: VerifyExitCode,
  problem: string,
  notes: readonly string[] = [],
): Report {
  return { exitCode, notes, result: '', remarks: [], problem };
}
