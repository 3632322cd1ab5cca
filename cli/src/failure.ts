import { errorLine as describeError, type Facts } from '@deskplane/verify/command/errorLine.js';
import { verifyExitCodes, verifyExitNames } from '@deskplane/verify/command/exitCodes.js';

/** What the command ends with: those of a check, and more. Stable: scripts depend on it. */
export const exitCodes = {
  /** `failed`: the service refused, or what was asked for went wrong. `outdated`: a file is older than the head it was checked against. */
  ...verifyExitCodes,
  notFound: 3,
  /** The service does not run, does not answer, or its credentials cannot be read. */
  unreachable: 4,
  /** A deletion was not carried out, since its plan is no longer the one that was shown. */
  planChanged: 5,
  /** Ctrl-C while waiting for work that goes on; what a shell has for SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The codes' names in the errors that programs get. Stable, too. */
const kinds: Readonly<Record<ExitCode, string>> = {
  ...verifyExitNames,
  3: 'not_found',
  4: 'unreachable',
  5: 'plan_changed',
  130: 'interrupted',
};

/** Ends the command with a sentence for the user who gave it. */
export class Failure extends Error {
  readonly exitCode: ExitCode;
  /** What programs get besides the sentence. */
  readonly facts: Facts;
  /** What stands beside the error in the line that programs get. */
  readonly beside: object;

  constructor(exitCode: ExitCode, message: string, facts: Facts = {}, beside: object = {}) {
    super(message);
    this.name = 'Failure';
    this.exitCode = exitCode;
    this.facts = facts;
    this.beside = beside;
  }
}

/** A failure as a program gets it with `--json`: one line, in place of the result. */
export function errorLine(exitCode: ExitCode, message: string, facts?: Facts, beside?: object): string {
  return describeError({ kind: kinds[exitCode], exitCode }, message, facts, beside);
}
