import { pino } from 'pino';
import { realAmbient } from '../ambient.js';
import { endFormerDisk } from '../deletion/accept/endFormerDisk.js';
import { createDesktopWork } from '../desktops/tasks/desktopWork.js';
import type { Engine } from '../engines/contract.js';
import type { DesktopId } from '../ids.js';
import { type CrashingProcess, type CrashOutcome, type CrashPoint, crashAtStep } from './crashAtStep.js';
import type { TestDatabase } from './testDatabase.js';

export interface CrashingRebuild extends CrashPoint {
  readonly test: TestDatabase;
  readonly engine: Engine;
  /** Whose rebuild is accepted. */
  readonly desktopId: DesktopId;
}

/**
 * Carries out the task of one desktop, turn by turn, with one step going wrong. A claim that was left runs out.
 * @throws {Error} when the task does not end
 */
export function rebuildWithCrash(crashing: CrashingRebuild): Promise<CrashOutcome> {
  const { test, desktopId } = crashing;
  return crashAtStep({
    ...crashing,
    what: `the rebuild of ${desktopId}`,
    hurry: () =>
      test.pool.query(`update desktops set task_due_at = now() where id = $1 and task_status <> ''`, [
        desktopId,
      ]),
    takeRound: (process) => takeRound(crashing, process),
  });
}

/** @returns whether the task has ended */
async function takeRound(
  { test, desktopId }: CrashingRebuild,
  { connections, engine, worker }: CrashingProcess,
): Promise<boolean> {
  const { rows } = await test.pool.query<{ task_status: string }>(
    'select task_status from desktops where id = $1',
    [desktopId],
  );
  if (rows[0]?.task_status === '') return true;
  const work = createDesktopWork({
    database: connections.database,
    engine,
    ambient: realAmbient,
    logger: pino({ level: 'silent' }),
    lease: { current: () => worker, end: async () => undefined },
    endFormerDisk: (transaction, former) =>
      endFormerDisk({ ambient: realAmbient, engineName: 'simulated' }, transaction, former),
  });
  for (const task of await work.claim(10)) if (task.id === desktopId) await work.perform(task);
  return false;
}
