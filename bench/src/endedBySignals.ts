import { setMaxListeners } from 'node:events';
import { constants } from 'node:os';

/** The bench was told to end. */
export class Interrupted extends Error {
  readonly exitCode: number;

  constructor(signal: NodeJS.Signals) {
    super(`ended by ${signal}`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/**
 * Aborted by SIGINT, SIGTERM and SIGHUP, of which the second ends the process at once.
 * @returns what is then aborted, with {@link Interrupted} as its reason
 */
export function endedBySignals(progress: (text: string) => void): AbortSignal {
  const interrupted = new AbortController();
  // Each of many waits that go side by side listens.
  setMaxListeners(0, interrupted.signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      progress(`${signal}: taking away what there is; once more ends at once and leaves it`);
      interrupted.abort(new Interrupted(signal));
    });
  }
  return interrupted.signal;
}
