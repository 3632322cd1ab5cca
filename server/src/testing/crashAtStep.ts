import { realAmbient } from '../ambient.js';
import { type Engine, EngineError } from '../engines/contract.js';
import { asId, type WorkerId } from '../ids.js';
import { interpose } from './interpose.js';
import { type InterposedPool, interposePool } from './interposePool.js';
import type { TestDatabase } from './testDatabase.js';

/** What happens to a process at one of its steps; a step is a statement of its database or a call of its engine. */
export const failures = ['dies before', 'dies after', 'loses before', 'loses the answer of'] as const;
export type Failure = (typeof failures)[number];

class Died extends Error {
  override readonly name = 'Died';
}

export interface CrashPoint {
  /** Which step, from 1, goes how wrong; 0: none does. */
  readonly at: number;
  readonly failure: Failure;
}

/** Something that processes do, of which one step goes wrong. */
export interface Crashing extends CrashPoint {
  readonly test: TestDatabase;
  readonly engine: Engine;
  /** What is done, for the error when it does not end. */
  readonly what: string;
  /** Whatever hides the work, a claim of the dead or a wait, is over: time is not what is tested. @param struck whether a step went wrong */
  hurry(struck: boolean): Promise<unknown>;
  /** What a process does while nothing hides the work. @returns whether all is done */
  takeRound(process: CrashingProcess): Promise<boolean>;
  /** Looks at what is there just after a step went wrong. */
  check?(): Promise<void>;
}

/** A process, of which each step may be its last. */
export interface CrashingProcess {
  readonly connections: InterposedPool;
  readonly engine: Engine;
  /** With a lease. */
  readonly worker: WorkerId;
}

export interface CrashOutcome {
  /** Steps that the processes took together. */
  readonly steps: number;
  readonly struck: boolean;
}

const maxProcesses = 3;
const maxRounds = 60;

/**
 * Has something done round by round, with one step going wrong. A process that dies is followed by another one.
 * @throws {Error} when it does not end
 */
export async function crashAtStep(crashing: Crashing): Promise<CrashOutcome> {
  const { test } = crashing;
  const watch = { steps: 0, struck: false };
  for (let process = 0; process < maxProcesses; process += 1) {
    const worker = asId<WorkerId>(realAmbient.uuid());
    await test.pool.query(`insert into workers (id, lease_until) values ($1, now() + interval '1 hour')`, [
      worker,
    ]);
    try {
      await live(crashing, worker, watch);
      return watch;
    } catch (error) {
      if (!(error instanceof Died)) throw error;
      await crashing.check?.();
    } finally {
      await test.pool.query('delete from workers where id = $1', [worker]);
    }
  }
  throw new Error(`${crashing.what} did not end`);
}

async function live(
  crashing: Crashing,
  worker: WorkerId,
  watch: { steps: number; struck: boolean },
): Promise<void> {
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
    crashing.test.pool,
    (run) => step(run, () => new Error('the connection was lost')),
    () => life.broken,
  );
  const engine = interpose(crashing.engine, (_call, run) =>
    step(run, () => new EngineError('timeout', 'the answer was lost')),
  );
  for (let round = 0; round < maxRounds; round += 1) {
    await crashing.hurry(watch.struck);
    try {
      if (await crashing.takeRound({ connections, engine, worker })) return;
    } catch (error) {
      if (life.dead) throw new Died();
      // A living process logs a step that failed, and goes on.
      if (!watch.struck) throw error;
      await crashing.check?.();
    }
    if (life.dead) throw new Died();
    life.broken = false;
  }
  throw new Error(`${crashing.what} does not end`);
}
