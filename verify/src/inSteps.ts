import { OutdatedFile } from './olderHead.js';
import { MalformedBundle } from './readBundle.js';

/** Runs one check; those after it are not run when it fails. */
export type Step<Check> = <Result>(check: Check, run: () => Result) => Result;

/** What is said of a file in which a check failed. */
export interface Refused<Check> {
  readonly valid: false;
  readonly passed: readonly Check[];
  readonly failed: Check;
  /** What is wrong, in English. */
  readonly reason: string;
  /** The only problem is that the head is newer than the file. A newer file solves it. */
  readonly outdated: boolean;
}

/**
 * Checks a file in steps, up to the first that fails.
 * @param first the step in whose name a failure counts before any was begun
 */
export function inSteps<Check, Found extends object>(
  first: Check,
  check: (step: Step<Check>) => Found,
): ({ readonly valid: true; readonly passed: readonly Check[] } & Found) | Refused<Check> {
  const passed: Check[] = [];
  let current = first;
  const step = <Result>(name: Check, run: () => Result): Result => {
    current = name;
    const result = run();
    passed.push(name);
    return result;
  };
  try {
    const found = check(step);
    return { valid: true, passed, ...found };
  } catch (error) {
    if (!(error instanceof MalformedBundle)) throw error;
    const outdated = error instanceof OutdatedFile;
    return { valid: false, passed, failed: current, reason: error.message, outdated };
  }
}
