import { setTimeout as pause } from 'node:timers/promises';

const patienceMs = 300_000;
/** After so long a call to an engine host has failed. */
const callsMs = 70_000;

/** Bounds what the bench waits for, in time and by the wish of whoever runs it. */
export interface Interruption {
  /**
   * Waits for an action.
   * @throws Error when it takes too long, naming it, or when the bench is interrupted
   */
  within<Result>(what: string, action: () => Promise<Result>, milliseconds?: number): Promise<Result>;
  /** Waits until every action has ended, also those that were not waited for any more; so long at most as calls take. */
  settle(): Promise<void>;
  readonly signal: AbortSignal;
}

export function createInterruption(signal: AbortSignal): Interruption {
  const running = new Set<Promise<unknown>>();
  return {
    signal,
    async within(what, action, milliseconds = patienceMs) {
      signal.throwIfAborted();
      const acting = action();
      running.add(acting);
      const forget = () => void running.delete(acting);
      acting.then(forget, forget);
      const over = new AbortController();
      try {
        return await Promise.race([acting, endOf(signal, over.signal, what, milliseconds)]);
      } finally {
        over.abort();
      }
    },
    async settle() {
      await Promise.race([Promise.allSettled(running), pause(callsMs, undefined, { ref: false })]);
    },
  };
}

/** Rejects when the time is over or the bench is interrupted. */
function endOf(signal: AbortSignal, over: AbortSignal, what: string, milliseconds: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`not within ${Math.round(milliseconds)} ms: ${what}`)),
      milliseconds,
    );
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort);
    over.addEventListener('abort', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    });
  });
}
