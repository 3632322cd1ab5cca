import type { Kysely } from 'kysely';
import type { Ambient } from '../ambient.js';
import type { Database } from '../database/connect.js';
import type { Schema } from '../database/schema.js';
import { type Engine, EngineError, type ItemSpec, type ProviderRef } from '../engines/contract.js';
import type { ItemId, WorkerId } from '../ids.js';

export interface BearingParts {
  readonly database: Database;
  readonly engine: Engine;
  readonly ambient: Ambient;
}

/**
 * Brings an item of the ledger into being, or finds that it already is (design D7): that it was asked for is on record
 * before the engine hears of it, and after a crash the single-use name tells whether the engine did.
 * @returns undefined when the desktop is no longer this worker's to build
 * @throws {EngineError}
 */
export async function bearItem(
  parts: BearingParts,
  item: { readonly id: ItemId; readonly askedBefore: boolean },
  spec: ItemSpec,
  worker: WorkerId,
): Promise<ProviderRef | undefined> {
  if (!(await recordAsking(parts.database, item.id, worker, parts.ambient.now()))) return undefined;
  let ref: ProviderRef | undefined;
  try {
    if (item.askedBefore) ref = await findBorn(parts.engine, spec);
    ref ??= await parts.engine.create(spec);
  } catch (error) {
    // A lost answer leaves the question open: only the name can tell, and not at once.
    const refused =
      error instanceof EngineError && error.reason !== 'timeout' && error.reason !== 'unreachable';
    await recordFailedAsking(parts.database, item.id, worker, refused);
    throw error;
  }
  await recordBirth(parts.database, item.id, ref, parts.ambient.now());
  return ref;
}

async function findBorn(engine: Engine, spec: ItemSpec): Promise<ProviderRef | undefined> {
  const found = await engine.findByName(spec.kind, spec.name);
  if (found.length > 1)
    throw new EngineError('conflict', `${found.length} items carry the name ${spec.name}`);
  return found[0];
}

/** Only while the desktop is this worker's: a deletion that was accepted meanwhile must not see new items appear (S9). */
async function recordAsking(
  database: Kysely<Schema>,
  itemId: ItemId,
  worker: WorkerId,
  now: Date,
): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const desktop = await transaction
      .selectFrom('desktops')
      .innerJoin('items', 'items.desktop_id', 'desktops.id')
      .select('desktops.id')
      .where('items.id', '=', itemId)
      .where('desktops.task_worker', '=', worker)
      .forUpdate('desktops')
      .executeTakeFirst();
    if (desktop === undefined) return false;
    const { numUpdatedRows } = await transaction
      .updateTable('items')
      .set({ asked_at: now, asking_worker: worker })
      .where('id', '=', itemId)
      .where('state', '=', 'intended')
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  });
}

async function recordFailedAsking(
  database: Kysely<Schema>,
  itemId: ItemId,
  worker: WorkerId,
  refused: boolean,
): Promise<void> {
  await database
    .updateTable('items')
    .set(refused ? { asking_worker: null, asked_at: null } : { asking_worker: null })
    .where('id', '=', itemId)
    .where('asking_worker', '=', worker)
    .execute();
}

/** Writes down what an engine calls an item. True whoever finds out, so it needs no claim. */
export async function recordBirth(
  database: Kysely<Schema>,
  itemId: ItemId,
  ref: ProviderRef,
  now: Date,
): Promise<void> {
  await database
    .updateTable('items')
    .set({
      state: 'present',
      provider_id: ref.id,
      generation: ref.generation,
      born_at: now,
      asking_worker: null,
    })
    .where('id', '=', itemId)
    .where('state', '=', 'intended')
    .execute();
}
