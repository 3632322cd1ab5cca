import type { Api } from './api/connectApi.js';
import type { Credentials } from './api/credentials.js';
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

/** Prints a result for a program. */
export function sayJson({ terminal }: Session, value: unknown): void {
  terminal.print(JSON.stringify(value, null, 2));
}
