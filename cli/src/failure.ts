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
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends the command with a sentence for the person who gave it. */
export class Failure extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.name = 'Failure';
    this.exitCode = exitCode;
  }
}
