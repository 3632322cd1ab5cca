/** What the command ends with. Stable: scripts depend on it. */
export const exitCodes = {
  done: 0,
  /** The service refused, or what was asked for went wrong. */
  failed: 1,
  usage: 2,
  notFound: 3,
  /** The service does not run, does not answer, or its credentials cannot be read. */
  unreachable: 4,
  /** A deletion was not carried out, since its plan is no longer the one that was shown. */
  planChanged: 5,
  /** What was to be checked is older than the head that it was held to: get it again. Nothing is said of it. */
  outdated: 6,
  /** Ctrl-C while waiting for work that goes on; what a shell has for SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The codes' names in the errors that programs get. Stable, too. */
const kinds: Readonly<Record<ExitCode, string>> = {
  0: 'done',
  1: 'failed',
  2: 'usage',
  3: 'not_found',
  4: 'unreachable',
  5: 'plan_changed',
  6: 'outdated',
  130: 'interrupted',
};

export type Facts = Readonly<Record<string, string | number | boolean>>;

/** Ends the command with a sentence for the person who gave it. */
export class Failure extends Error {
  readonly exitCode: ExitCode;
  /** What programs get besides the sentence. */
  readonly facts: Facts;
  /** What stands beside the error in the line that programs get. */
  readonly beside: Facts;

  constructor(exitCode: ExitCode, message: string, facts: Facts = {}, beside: Facts = {}) {
    super(message);
    this.name = 'Failure';
    this.exitCode = exitCode;
    this.facts = facts;
    this.beside = beside;
  }
}

/** A failure as a program gets it with `--json`: one line, in place of the result. */
export function errorLine(
  exitCode: ExitCode,
  message: string,
  facts: Facts = {},
  beside: Facts = {},
): string {
  return JSON.stringify({
    ...beside,
    error: { kind: kinds[exitCode], exit_code: exitCode, message, ...facts },
  });
}
