import { realAmbient } from '../ambient.js';
import { acceptDeletion } from '../deletion/accept/acceptDeletions.js';
import type { Grantee } from '../deletion/accept/grantee.js';
import { createPostgresAcceptanceStore } from '../deletion/accept/postgresAcceptanceStore.js';
import { carryOut } from '../deletion/carryOut/carryOut.js';
import type { Claim } from '../deletion/carryOut/deletionStore.js';
import { createPostgresDeletionStore } from '../deletion/carryOut/postgresDeletionStore.js';
import type { Engine } from '../engines/contract.js';
import { ApiError } from '../errors/errors.js';
import type { DesktopId, ProjectId, WorkerId } from '../ids.js';
import { type CrashingProcess, type CrashOutcome, type CrashPoint, crashAtStep } from './crashAtStep.js';
import type { InterposedPool } from './interposePool.js';
import type { TestDatabase } from './testDatabase.js';

export interface CrashingDeletion extends CrashPoint {
  readonly test: TestDatabase;
  readonly engine: Engine;
  readonly projectId: ProjectId;
  readonly desktopId: DesktopId;
}

/**
 * Accepts and carries out one deletion, turn by turn, with one step going wrong. A client that got no answer asks again; a claim that
 * was left runs out.
 * @throws {Error} when the deletion does not end
 */
export function deleteWithCrash(crashing: CrashingDeletion): Promise<CrashOutcome> {
  const { test, desktopId } = crashing;
  return crashAtStep({
    ...crashing,
    what: `the deletion of ${desktopId}`,
    // What went wrong was half a minute ago.
    hurry: (struck) =>
      test.pool.query(
        `update deletion_progress set due_at = now(), claimed_until = now(),
           items = case when $2 then hurried(items) else (
             select array_agg(jsonb_populate_record(items[n], '{"dueAt": null}') order by n) from generate_subscripts(items, 1) n) end
         where desktop_id = $1`,
        [desktopId, struck],
      ),
    takeRound: (process) => takeRound(crashing, process),
  });
}

/** @returns whether the deletion is done */
async function takeRound(
  { test, projectId, desktopId }: CrashingDeletion,
  { connections, engine, worker }: CrashingProcess,
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
    language: 'en' as const,
  };
  await acceptDeletion(store, realAmbient, { projectId, flags, ...caller }, known, {});
  return granted;
}
