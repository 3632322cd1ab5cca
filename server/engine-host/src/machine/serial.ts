/** Runs tasks one after the other per key; tasks of different keys run side by side. */
export interface Serial {
  run<Result>(key: string, task: () => Promise<Result>): Promise<Result>;
  /** Whether a task of the key runs or waits. */
  isBusy(key: string): boolean;
  /** Resolves when no task of any key runs or waits. */
  idle(): Promise<void>;
}

/** A fresh set of queues. A failed task hands its error to its own caller only. */
export function createSerial(): Serial {
  const last = new Map<string, Promise<unknown>>();
  return {
    async run(key, task) {
      const before = last.get(key) ?? Promise.resolve();
      const mine = before.then(task);
      const settled = mine.then(
        () => undefined,
        () => undefined,
      );
      last.set(key, settled);
      try {
        return await mine;
      } finally {
        if (last.get(key) === settled) last.delete(key);
      }
    },
    isBusy: (key) => last.has(key),
    async idle() {
      while (last.size > 0) await Promise.all(last.values());
    },
  };
}
