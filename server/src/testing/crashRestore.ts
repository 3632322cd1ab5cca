import { pino } from 'pino';
import { realAmbient } from '../ambient.js';
import { acceptRestores } from '../desktops/restore/acceptRestores.js';
import { createDesktopWork } from '../desktops/tasks/desktopWork.js';
import type { Engine } from '../engines/contract.js';
import { type CrashingProcess, type CrashOutcome, type CrashPoint, crashAtStep } from './crashAtStep.js';
import type { TestProject } from './desktopRows.js';
import { nothingIsRebuilt } from './nothingIsRebuilt.js';
import { orderOf, type RestorableDesktop } from './restorableRows.js';
import type { TestDatabase } from './testDatabase.js';

export interface CrashingRestore extends CrashPoint {
  readonly test: TestDatabase;
  readonly engine: Engine;
  readonly project: TestProject;
  readonly restorable: RestorableDesktop;
  /** Looks at what is there just after it went wrong. */
  check(): Promise<void>;
}

/**
 * Accepts and carries out the restore of every disk of a desktop, with one step going wrong. A client that got no answer looks whether its
 * call was taken, and calls again if not; a claim that was left runs out.
 * @throws {Error} when the restore does not end
 */
export function restoreWithCrash(crashing: CrashingRestore): Promise<CrashOutcome> {
  const { test, restorable } = crashing;
  return crashAtStep({
    ...crashing,
    what: `the restore of ${restorable.desktop}`,
    hurry: () =>
      test.pool.query('update desktops set task_due_at = now() where id = $1 and task_due_at is not null', [
        restorable.desktop,
      ]),
    takeRound: (process) => takeRound(crashing, process),
  });
}

const logger = pino({ level: 'silent' });

/** @returns whether the restore is done */
async function takeRound(
  { test, project, restorable }: CrashingRestore,
  { connections, engine, worker }: CrashingProcess,
): Promise<boolean> {
  const { rows } = await test.pool.query<{ asked: boolean; busy: boolean }>(
    `select exists (select from log_entries where desktop_id = $1 and kind = 'restore') as asked,
       task_status <> '' as busy from desktops where id = $1`,
    [restorable.desktop],
  );
  const [state] = rows;
  if (state === undefined) throw new Error('the desktop is gone');
  if (!state.asked) {
    await acceptRestores(connections.database, realAmbient, orderOf(project, restorable.snapshots));
    return false;
  }
  if (!state.busy) return true;
  const work = createDesktopWork({
    database: connections.database,
    engine,
    ambient: realAmbient,
    logger,
    lease: { current: () => worker, end: async () => undefined },
    endFormerDisk: nothingIsRebuilt,
  });
  for (const task of await work.claim(10)) await work.perform(task);
  return false;
}
