import { pino } from 'pino';
import { realAmbient } from '../ambient.js';
import { acceptRestores } from '../desktops/restore/acceptRestores.js';
import { createDesktopWork } from '../desktops/tasks/desktopWork.js';
import { type Engine, EngineError } from '../engines/contract.js';
import { asId, type WorkerId } from '../ids.js';
import type { CrashOutcome, Failure } from './crashDeletion.js';
import type { TestProject } from './desktopRows.js';
import { interpose } from './interpose.js';
import { type InterposedPool, interposePool } from './interposePool.js';
import { nothingIsRebuilt } from './nothingIsRebuilt.js';
import { orderOf, type RestorableDesktop } from './restorableRows.js';
import type { TestDatabase } from './testDatabase.js';

class Died extends Error {
  override readonly name = 'Died';
}

export interface CrashingRestore {
  readonly test: TestDatabase;
  readonly engine: Engine;
  readonly project: TestProject;
  readonly restorable: RestorableDesktop;
  /** Which step, from 1, goes how wrong; 0: none does. */
  readonly at: number;
  readonly failure: Failure;
  /** Looks at what is there just after it went wrong. */
  readonly check: () => Promise<void>;
}

/**
 * Accepts and carries out the restore of every disk of a desktop, with one step going wrong. A process that dies is followed by another
 * one; a client that got no answer looks whether its call was taken, and calls again if not; a claim that was left runs out.
 * @throws {Error} when the restore does not end
 */
export async function restoreWithCrash(crashing: CrashingRestore): Promise<CrashOutcome> {
  const { test, restorable } = crashing;
  const watch = { steps: 0, struck: false };
  for (let process = 0; process < 3; process += 1) {
    const worker = asId<WorkerId>(realAmbient.uuid());
    await test.pool.query(`insert into workers (id, lease_until) values ($1, now() + interval '1 hour')`, [
      worker,
    ]);
    try {
      await live(crashing, worker, watch);
      return watch;
    } catch (error) {
      if (!(error instanceof Died)) throw error;
      await crashing.check();
    } finally {
      await test.pool.query('delete from workers where id = $1', [worker]);
    }
  }
  throw new Error(`the restore of ${restorable.desktop} did not end`);
}

async function live(
  crashing: CrashingRestore,
  worker: WorkerId,
  watch: { steps: number; struck: boolean },
): Promise<void> {
  const { test, restorable } = crashing;
  const life = { dead: false, broken: false };
  const step = async <Result>(run: () => Promise<Result>, lost: () => Error): Promise<Result> => {
    if (life.dead) throw new Died();
    watch.steps += 1;
    if (watch.steps !== crashing.at) return run();
    watch.struck = true;
    const { failure } = crashing;
    if (failure === 'dies after' || failure === 'loses the answer of') await run();
    life.dead = failure === 'dies before' || failure === 'dies after';
    life.broken = true;
    throw life.dead ? new Died() : lost();
  };
  const connections = interposePool(
    test.pool,
    (run) => step(run, () => new Error('the connection was lost')),
    () => life.broken,
  );
  const engine = interpose(crashing.engine, (_call, run) =>
    step(run, () => new EngineError('timeout', 'the answer was lost')),
  );
  for (let round = 0; round < 30; round += 1) {
    // A claim of the dead and a wait are over: time is not what is tested here.
    await test.pool.query(
      'update desktops set task_due_at = now() where id = $1 and task_due_at is not null',
      [restorable.desktop],
    );
    try {
      if (await takeRound(crashing, connections, engine, worker)) return;
    } catch (error) {
      if (life.dead) throw new Died();
      // A living process logs a step that failed, and goes on.
      if (!watch.struck) throw error;
      await crashing.check();
    }
    life.broken = false;
  }
  throw new Error(`the restore of ${restorable.desktop} does not end`);
}

const logger = pino({ level: 'silent' });

/** @returns whether the restore is done */
async function takeRound(
  { test, project, restorable }: CrashingRestore,
  connections: InterposedPool,
  engine: Engine,
  worker: WorkerId,
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
