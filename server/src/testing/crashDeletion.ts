import { realAmbient } from '../ambient.js';
import { acceptDeletion } from '../deletion/accept/acceptDeletions.js';
import type { Grantee } from '../deletion/accept/grantee.js';
import { createPostgresAcceptanceStore } from '../deletion/accept/postgresAcceptanceStore.js';
import { carryOut } from '../deletion/carryOut/carryOut.js';
import type { Claim } from '../deletion/carryOut/deletionStore.js';
import { createPostgresDeletionStore } from '../deletion/carryOut/postgresDeletionStore.js';
import { type Engine, EngineError } from '../engines/contract.js';
import { ApiError } from '../errors/errors.js';
import { asId, type DesktopId, type ProjectId, type WorkerId } from '../ids.js';
import { interpose } from './interpose.js';
import { type InterposedPool, interposePool } from './interposePool.js';
import type { TestDatabase } from './testDatabase.js';

/** What happens to a process at one of its steps; a step is a statement of its database or a call of its engine. */
export const failures = ['dies before', 'dies after', 'loses before', 'loses the answer of'] as const;
export type Failure = (typeof failures)[number];

class Died extends Error {
  override readonly name = 'Died';
}

export interface Crashing {
  readonly test: TestDatabase;
  readonly engine: Engine;
  readonly projectId: ProjectId;
  readonly desktopId: DesktopId;
  /** Which step, from 1, goes how wrong; 0: none does. */
  readonly at: number;
  readonly failure: Failure;
}

export interface CrashOutcome {
  /** Steps that the processes took together. */
  readonly steps: number;
  readonly struck: boolean;
}

/**
 * Accepts and carries out one deletion, turn by turn, with one step going wrong. A process that dies is followed by another
 * one; a client that got no answer asks again; a claim that was left runs out.
 * @throws {Error} when the deletion does not end
 */
export async function deleteWithCrash(crashing: Crashing): Promise<CrashOutcome> {
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
  throw new Error(`the deletion of ${desktopId} did not end`);
}

async function live(
  crashing: Crashing,
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
    // Whatever hides an item, a claim of the dead or a wait, is over, and what went wrong was half a minute ago: time is
    // not what is tested here.
    await test.pool.query(
      `update deletion_progress set due_at = now(), claimed_until = now(),
         items = case when $2 then hurried(items) else (
           select array_agg(jsonb_populate_record(items[n], '{"dueAt": null}') order by n) from generate_subscripts(items, 1) n) end
       where desktop_id = $1`,
      [desktopId, watch.struck],
    );
    try {
      if (await takeRound(crashing, connections, engine, worker)) return;
    } catch (error) {
      if (life.dead) throw new Died();
      // A living process logs a step that failed, and goes on.
      if (!watch.struck) throw error;
    }
    life.broken = false;
  }
  throw new Error(`the deletion of ${desktopId} does not end`);
}

/** @returns whether the deletion is done */
async function takeRound(
  { test, projectId, desktopId }: Crashing,
  connections: InterposedPool,
  engine: Engine,
  worker: WorkerId,
): Promise<boolean> {
  const { rows } = await test.pool.query<{ state: string }>(
    'select state from deletions where desktop_id = $1',
    [desktopId],
  );
  if (rows[0]?.state === 'done') return true;
  const store = createPostgresDeletionStore(connections);
  const report = { heldUp: () => undefined, ended: () => undefined };
  const claims =
    rows[0] === undefined
      ? await accept(connections, projectId, desktopId, worker)
      : await store.claim(worker, 100);
  for (const claim of claims) await carryOut({ store, engine, random: () => 0, report }, claim);
  return false;
}

/** @returns what was granted to the worker */
async function accept(
  { pool }: InterposedPool,
  projectId: ProjectId,
  desktopId: DesktopId,
  worker: WorkerId,
): Promise<readonly Claim[]> {
  const granted: Claim[] = [];
  const places = { worker, places: 1, take: (claims: readonly Claim[]) => granted.push(...claims) };
  const grantee: Grantee = { reserve: () => ({ ...places, lose: () => undefined }) };
  const store = createPostgresAcceptanceStore(pool, realAmbient, 'simulated', grantee);
  const known = (await store.read(projectId, [desktopId])).get(desktopId);
  if (known === undefined) throw new ApiError('DPL.0404', ['desktop']);
  const flags = { deleteUsers: true, emailNotification: true, force: false };
  const caller = {
    acceptedBy: 'caller',
    actorName: 'caller',
    allowedBy: 'account-root',
    requestId: 'request',
  };
  await acceptDeletion(store, realAmbient, { projectId, flags, ...caller }, known, {});
  return granted;
}
