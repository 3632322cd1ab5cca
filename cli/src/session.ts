import type { Api } from './api/connectApi.js';
import type { Credentials } from './api/credentials.js';
import type { ExitCode } from './failure.js';
import type { Terminal } from './terminal.js';

/** What a command works with. */
export interface Session {
  readonly terminal: Terminal;
  readonly credentials: Credentials;
  readonly api: Api;
  /** Whether the result is JSON for a program. */
  readonly json: boolean;
  readonly now: () => Date;
}

export interface ProgramParts {
  readonly terminal: Terminal;
  readonly environment: NodeJS.Dict<string>;
  readonly cwd: string;
  readonly version: string;
}

/** Runs a command that talks to the service. */
export type RunCommand = (
  options: { readonly json?: boolean | undefined },
  command: (session: Session) => Promise<ExitCode | void>,
) => Promise<void>;

/** Prints a result for a program. */
export function sayJson({ terminal }: Session, value: unknown): void {
  terminal.print(JSON.stringify(value, null, 2));
}
