import { pino } from 'pino';
import { realAmbient } from '../ambient.js';
import { endFormerDisk } from '../deletion/accept/endFormerDisk.js';
import { createDesktopWork } from '../desktops/tasks/desktopWork.js';
import { type Engine, EngineError } from '../engines/contract.js';
import { asId, type DesktopId, type WorkerId } from '../ids.js';
import type { CrashOutcome, Failure } from './crashDeletion.js';
import { interpose } from './interpose.js';
import { type InterposedPool, interposePool } from './interposePool.js';
import type { TestDatabase } from './testDatabase.js';

class Died extends Error {
  override readonly name = 'Died';
}

export interface CrashingRebuild {
  readonly test: TestDatabase;
  readonly engine: Engine;
  /** Whose rebuild is accepted. */
  readonly desktopId: DesktopId;
  /** Which step, from 1, goes how wrong; 0: none does. */
  readonly at: number;
  readonly failure: Failure;
}

/**
 * Carries out the task of one desktop, turn by turn, with one step going wrong. A process that dies is followed by another one; a claim
 * that was left runs out.
 * @throws {Error} when the task does not end
 */
export async function rebuildWithCrash(crashing: CrashingRebuild): Promise<CrashOutcome> {
  const { test, desktopId } = crashing;
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
    } finally {
      await test.pool.query('delete from workers where id = $1', [worker]);
    }
  }
  throw new Error(`the rebuild of ${desktopId} did not end`);
}

async function live(
  crashing: CrashingRebuild,
  worker: WorkerId,
  watch: { steps: number; struck: boolean },
): Promise<void> {
  const { test, desktopId } = crashing;
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
  for (let round = 0; round < 60; round += 1) {
    // Whatever hides the task, a claim of the dead or a wait, is over: time is not what is tested here.
    const { rows } = await test.pool.query<{ task_status: string }>(
      `update desktops set task_due_at = case when task_status = '' then null else now() end where id = $1 returning task_status`,
      [desktopId],
    );
    if (rows[0]?.task_status === '') return;
    try {
      await takeTurn(connections, engine, worker, desktopId);
    } catch (error) {
      if (life.dead) throw new Died();
      // A living process logs a turn that failed, and goes on.
      if (!watch.struck) throw error;
    }
    if (life.dead) throw new Died();
    life.broken = false;
  }
  throw new Error(`the rebuild of ${desktopId} does not end`);
}

async function takeTurn(
  { database }: InterposedPool,
  engine: Engine,
  worker: WorkerId,
  desktopId: DesktopId,
): Promise<void> {
  const work = createDesktopWork({
    database,
    engine,
    ambient: realAmbient,
    logger: pino({ level: 'silent' }),
    lease: { current: () => worker, end: async () => undefined },
    endFormerDisk: (transaction, former) =>
      endFormerDisk({ ambient: realAmbient, engineName: 'simulated' }, transaction, former),
  });
  for (const task of await work.claim(10)) if (task.id === desktopId) await work.perform(task);
}
