import type { Logger } from 'pino';
import type { Ambient } from '../ambient.js';
import type { Database } from '../database/connect.js';
import type { TaskId } from '../ids.js';
import type { Work } from '../workers/loop.js';
import { runNext } from './runNext.js';
import { scheduleTime } from './scheduleTime.js';
import { settleResults } from './settleResults.js';

export interface ScheduleWorkParts {
  readonly database: Database;
  readonly ambient: Ambient;
  readonly logger: Logger;
  /** Desktops are to be switched. */
  readonly announceWork: () => void;
  /** Asks the database for the clock by which tasks are due: one that was set back at another replica would carry out what is not due. */
  readonly readClock?: () => Promise<void>;
  /** Milliseconds between two looks. Default: one second. */
  readonly every?: number;
}

/**
 * Carries out scheduled tasks whose time has come, and records what came of them. All replicas look; each time of a task is one
 * transaction of whichever has the task's row: it moves the task on to its next time, writes the record, and asks for the switching
 * of the desktops, all or nothing.
 */
export function createScheduleWork(parts: ScheduleWorkParts): Work<'look'> {
  return {
    name: 'schedules',
    rest: parts.every ?? 1_000,
    capacity: 1,
    claim: async () => ['look'],
    keyOf: () => 'look',
    perform: async () => {
      await parts.readClock?.();
      await runDue(parts);
      await settleResults(parts.database, scheduleTime(parts.ambient));
    },
  };
}

/** Runs what is due, the longest due first. One that fails does not keep the others; it is tried again at the next look. */
async function runDue(parts: ScheduleWorkParts): Promise<void> {
  const failed: TaskId[] = [];
  for (;;) {
    const run = await runNext(parts, failed);
    if (run === undefined) return;
    if (run.error === undefined) {
      parts.announceWork();
      continue;
    }
    parts.logger.error({ err: run.error, task: run.taskId }, 'a scheduled task could not be carried out');
    failed.push(run.taskId);
  }
}
