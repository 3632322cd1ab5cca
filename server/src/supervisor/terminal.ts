/** What a user sees of the supervisor. */
export interface Terminal {
  /** A step of the start, with the time since it began. */
  readonly step: (text: string) => void;
  /** Something that happened while running, with the time of day. */
  readonly event: (text: string) => void;
  /** Text as it is. */
  readonly say: (text: string) => void;
}

/**
 * Writes plain lines.
 * @param startedAt milliseconds since 1970: what elapsed times count from
 */
export function openTerminal(write: (text: string) => void, startedAt: number, now: () => number): Terminal {
  return {
    step: (text) => {
      const elapsed = ((now() - startedAt) / 1000).toFixed(1).padStart(5);
      write(`[${elapsed} s] ${text}\n`);
    },
    event: (text) => write(`${new Date(now()).toISOString()} ${text}\n`),
    say: (text) => write(`${text}\n`),
  };
}
