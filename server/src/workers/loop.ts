import type { Logger } from 'pino';

/** A kind of background work whose queue is one of our own tables (design D5). */
export interface Work<Task> {
  readonly name: string;
  /** Most tasks in progress at once. */
  readonly capacity: number;
  /**
   * Takes up to `limit` due tasks for this worker and hides them from others for a while. Also picks up what a dead worker
   * left. A task whose key is already in progress here is dropped by the loop.
   */
  claim(limit: number): Promise<readonly Task[]>;
  keyOf(task: Task): string;
  /** Carries one task one step further and records it, fenced by the worker's id. */
  perform(task: Task): Promise<void>;
}

export interface WorkLoop {
  /** Something became due: look now instead of at the next poll. */
  wake(): void;
  /** Claims nothing more and waits for what is in progress. */
  stop(): Promise<void>;
}

/** How often to look when nobody wakes us: what another node queued, and what came due by time. */
const pollMilliseconds = 250;

/** Runs one kind of work until stopped. A task that throws is logged; its claim runs out and it is tried again. */
export function startWorkLoop<Task>(work: Work<Task>, logger: Logger): WorkLoop {
  const inProgress = new Map<string, Promise<void>>();
  let stopping = false;
  let ring: () => void = () => undefined;
  let rung = false;

  const wake = (): void => {
    rung = true;
    ring();
  };

  const begin = (task: Task): void => {
    const key = work.keyOf(task);
    if (inProgress.has(key)) return;
    const performed = work
      .perform(task)
      .catch((error: unknown) => logger.error({ err: error, work: work.name, key }, 'a step failed'))
      .finally(() => {
        inProgress.delete(key);
        wake();
      });
    inProgress.set(key, performed);
  };

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      if (rung) {
        rung = false;
        resolve();
        return;
      }
      const timer = setTimeout(resolve, pollMilliseconds);
      ring = () => {
        rung = false;
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async (): Promise<void> => {
    while (!stopping) {
      const free = work.capacity - inProgress.size;
      if (free > 0) {
        const tasks = await work.claim(free).catch((error: unknown): readonly Task[] => {
          logger.error({ err: error, work: work.name }, 'could not look for work');
          return [];
        });
        for (const task of tasks) begin(task);
        // More may be waiting than fitted; the end of any task wakes us.
      }
      await pause();
    }
  };
  const running = run();

  return {
    wake,
    stop: async () => {
      stopping = true;
      wake();
      await running;
      await Promise.allSettled(inProgress.values());
    },
  };
}
