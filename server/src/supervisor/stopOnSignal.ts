const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface StopRequest {
  /** Aborts at the first SIGINT, SIGTERM or SIGHUP: `supervise` then stops the processes in order. */
  readonly stopping: AbortSignal;
  /** Leaves the signals to Node.js again. */
  readonly release: () => void;
}

/** Turns SIGINT, SIGTERM and SIGHUP into a request to stop. Later signals change nothing. */
export function stopOnSignal(): StopRequest {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  for (const signal of signals) process.on(signal, stop);
  return {
    stopping: controller.signal,
    release: () => {
      for (const signal of signals) process.off(signal, stop);
    },
  };
}
