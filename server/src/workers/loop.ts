import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { databaseTrouble } from '../database/databaseTrouble.js';
import type { WorkerId } from '../ids.js';
import type { HeldLease } from './lease.js';

/** A kind of background work whose queue is one of our own tables (D5). */
export interface Work<Task> {
  readonly name: string;
  /** Most tasks in progress at once. */
  readonly capacity: number;
  /**
   * The least time between two looks, in milliseconds, whoever wakes it: what comes due within is taken together.
   * Default: 10
   */
  readonly rest?: number;
  /**
   * Takes up to `limit` due tasks for this worker and hides them from others for a while. Also picks up what a dead worker
   * left, and that may have been this process under an earlier id: a task whose key is in progress here waits its turn.
   */
  claim(limit: number): Promise<readonly Task[]>;
  keyOf(task: Task): string;
  /**
   * Carries one task one step further and records it, fenced by the worker's id.
   * @returns in how many milliseconds it is due again, if that is soon: the loop then looks without waiting for its poll
   */
  // oxlint-disable-next-line typescript/no-invalid-void-type -- work without a next step has nothing to say
  perform(task: Task): Promise<number | void>;
}

export interface WorkLoop {
  /** Something became due: look now instead of at the next poll. */
  wake(): void;
  /** Claims nothing more and waits for what is in progress. */
  stop(): Promise<void>;
}

/** A loop that also takes on what was claimed for it in another way than by looking. */
export interface TakingLoop<Task> extends WorkLoop {
  /** Keeps places free for up to so many tasks: none while there may be a backlog, whose turn is first. */
  reserve(wanted: number): Reservation<Task>;
}

export interface Reservation<Task> {
  /** How many places there are. */
  readonly places: number;
  /** Begins tasks, no more than there are places, and frees the rest of the places. To be called once. */
  take(tasks: readonly Task[], claimedBy: WorkerId): void;
}

/** How often to look when nobody wakes us: what another node queued, and what came due by time. */
const pollMilliseconds = 250;

const usualRest = 10;

/**
 * Runs one kind of work until stopped. A task that throws is logged; its claim runs out and it is tried again. Where the
 * database was the reason, nobody waits for that: claims whose answer or whose return was lost are given up.
 * @param pollEvery how long to wait between two looks that nobody asked for, in milliseconds
 * @param lease what the work claims with; undefined: it claims nothing
 */
export function startWorkLoop<Task>(
  work: Work<Task>,
  logger: Logger,
  pollEvery: number = pollMilliseconds,
  lease?: Pick<HeldLease, 'current' | 'doubt'>,
): TakingLoop<Task> {
  const inProgress = new Map<string, Promise<void>>();
  const next = new Map<string, { readonly task: Task; readonly claimedBy: WorkerId | undefined }>();
  const timers = new Set<NodeJS.Timeout>();
  let stopping = false;
  let reserved = 0;
  /** Whether the last look filled every place, so that more may be due. */
  let mayBeBehind = true;
  let ring: () => void = () => undefined;
  let rung = false;

  const wake = (): void => {
    rung = true;
    ring();
  };

  const wakeIn = (milliseconds: number): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      wake();
    }, milliseconds);
    timers.add(timer);
  };

  const doubtIfLost = (error: unknown, claimedBy: WorkerId | undefined): void => {
    if (claimedBy !== undefined && databaseTrouble(error) !== undefined) lease?.doubt(claimedBy);
  };

  const begin = (task: Task, claimedBy: WorkerId | undefined): void => {
    const key = work.keyOf(task);
    if (inProgress.has(key)) {
      next.set(key, { task, claimedBy });
      return;
    }
    const performed = work
      .perform(task)
      .then((again) => (typeof again === 'number' && again < pollEvery ? wakeIn(again) : undefined))
      .catch((error: unknown) => {
        logger.error({ err: error, work: work.name, key }, 'a step failed');
        doubtIfLost(error, claimedBy);
      })
      .finally(() => {
        inProgress.delete(key);
        const following = next.get(key);
        next.delete(key);
        if (following !== undefined && !stopping) begin(following.task, following.claimedBy);
        wake();
      });
    inProgress.set(key, performed);
  };

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        rung = false;
        // Between pauses nobody listens: a ring must then be remembered, not swallowed.
        ring = () => undefined;
        resolve();
      };
      const timer = setTimeout(end, pollEvery);
      ring = end;
      if (rung) end();
    });

  const run = async (): Promise<void> => {
    while (!stopping) {
      const restUntil = performance.now() + (work.rest ?? usualRest);
      const free = work.capacity - inProgress.size - reserved;
      if (free > 0) {
        const claimedBy = lease?.current();
        const tasks = await work.claim(free).catch((error: unknown): readonly Task[] => {
          logger.error({ err: error, work: work.name }, 'could not look for work');
          doubtIfLost(error, claimedBy);
          return [];
        });
        mayBeBehind = tasks.length >= free;
        for (const task of tasks) begin(task, claimedBy);
        // More may be waiting than fitted; the end of any task wakes us.
      }
      await pause();
      const rest = restUntil - performance.now();
      if (rest > 0 && !stopping) await sleep(rest);
    }
  };
  const running = run();

  const reserve = (wanted: number): Reservation<Task> => {
    const free = stopping || mayBeBehind ? 0 : work.capacity - inProgress.size - reserved;
    const places = Math.max(0, Math.min(wanted, free));
    reserved += places;
    return {
      places,
      take: (tasks, claimedBy) => {
        reserved -= places;
        for (const task of tasks) begin(task, claimedBy);
      },
    };
  };

  return {
    reserve,
    wake,
    stop: async () => {
      stopping = true;
      wake();
      await running;
      await Promise.allSettled(inProgress.values());
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
