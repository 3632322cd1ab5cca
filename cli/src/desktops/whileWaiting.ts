import type { Facts } from '@deskplane/verify/command/errorLine.js';
import { exitCodes, Failure } from '../failure.js';
import type { Terminal } from '../terminal.js';

/**
 * Waits for work that the service does by itself. Ctrl-C ends the waiting only, and says so.
 * @param look the command that tells how the work goes
 * @param facts what programs get with that
 * @throws {Failure} `interrupted`; whatever else the waiting throws
 */
export async function whileWaiting<Result>(
  { messages }: Terminal,
  look: string,
  wait: () => Promise<Result>,
  facts: Facts = {},
): Promise<Result> {
  let interrupt = (): void => undefined;
  const interrupted = new Promise<never>((_, reject) => {
    interrupt = () => reject(new Failure(exitCodes.interrupted, messages.wait.interrupted(look), facts));
  });
  process.once('SIGINT', interrupt);
  try {
    return await Promise.race([wait(), interrupted]);
  } finally {
    process.off('SIGINT', interrupt);
  }
}
