import { setTimeout as sleep } from 'node:timers/promises';
import { backoff } from '../retry/backoff.js';

/** A running child. */
export interface RunningPart {
  /** Fulfilled when it has ended, with words for how. */
  readonly exited: Promise<string>;
  /** Ends it and waits for its end. */
  stop(): Promise<void>;
}

/** A child that is started again when it ends. */
export interface KeptPart {
  /** Ends it for good. */
  stop(): Promise<void>;
}

export interface KeepRunningOptions {
  readonly name: string;
  /** Starts it; a refusal the first time is passed on, later ones lead to another attempt. */
  readonly start: (signal: AbortSignal) => Promise<RunningPart>;
  readonly report: (text: string) => void;
  /** Pause before the first new attempt in milliseconds; doubles up to the longest. */
  readonly firstPauseMs?: number;
  readonly maxPauseMs?: number;
}

/** After running this long it counts as healthy, and the next pause is a short one again. */
const healthyAfterMs = 60_000;

/** Starts a child and keeps it running until stopped. @throws what the first start throws */
export async function keepRunning(options: KeepRunningOptions): Promise<KeptPart> {
  const stopping = new AbortController();
  let current = await options.start(stopping.signal);
  const { firstPauseMs = 500, maxPauseMs = 30_000 } = options;
  let attempts = 0;

  const pauseOnce = async (): Promise<void> => {
    attempts += 1;
    await sleep(backoff(attempts, 0, firstPauseMs, maxPauseMs), undefined, { signal: stopping.signal }).catch(
      () => undefined,
    );
  };

  const startAgain = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await pauseOnce();
      if (stopping.signal.aborted) return;
      try {
        current = await options.start(stopping.signal);
        options.report(`${options.name} is running again`);
        return;
      } catch (error) {
        if (stopping.signal.aborted) return;
        const why = error instanceof Error ? error.message : String(error);
        options.report(`${options.name} cannot be started: ${why}`);
      }
    }
  };

  const watch = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const startedAt = performance.now();
      const how = await Promise.race([current.exited, aborted(stopping.signal)]);
      if (stopping.signal.aborted) return;
      if (performance.now() - startedAt > healthyAfterMs) attempts = 0;
      options.report(`${options.name} ended unexpectedly (${how}); it is started again`);
      await startAgain();
    }
  };

  const watching = watch();
  return {
    stop: async () => {
      stopping.abort();
      await watching;
      await current.stop();
    },
  };
}

function aborted(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('stopped');
    signal.addEventListener('abort', () => resolve('stopped'), { once: true });
  });
}
