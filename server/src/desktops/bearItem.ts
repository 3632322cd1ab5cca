import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Ambient } from '../ambient.js';
import type { Database } from '../database/connect.js';
import type { Schema } from '../database/schema.js';
import {
  type Engine,
  EngineError,
  type EngineErrorReason,
  type ItemSpec,
  type ProviderRef,
} from '../engines/contract.js';
import type { ItemId, WorkerId } from '../ids.js';
import { backoff } from '../workers/backoff.js';
import { type Asking, recordAsking, recordFailedAsking } from './recordAsking.js';

export interface BearingParts {
  readonly database: Database;
  readonly engine: Engine;
  readonly ambient: Ambient;
  readonly logger: Logger;
}

/** Answers that say for certain that a creation had no effect. After any other only the name can tell. */
const withoutEffect: ReadonlySet<EngineErrorReason> = new Set([
  'refused',
  'conflict',
  'capacity',
  'throttled',
  'not-found',
]);

/**
 * Brings an item of the ledger into being, or finds that it already is (design D7): that it was asked for is on record
 * before the engine hears of it, and after a crash the single-use name tells whether the engine did.
 * @returns undefined when the desktop is no longer this worker's to build
 * @throws {EngineError} conflict also while another living worker waits for the engine's answer about this item
 */
export async function bearItem(
  parts: BearingParts,
  itemId: ItemId,
  spec: ItemSpec,
  worker: WorkerId,
): Promise<ProviderRef | undefined> {
  const asking = await recordAsking(parts.database, itemId, worker, parts.ambient.now());
  if (asking === undefined) return undefined;
  const ref = await findOrCreate(parts, spec, asking);
  if (await recordBirthSurely(parts, itemId, ref)) return ref;
  await removeSurplus(parts, itemId, ref);
  return undefined;
}

async function findOrCreate(parts: BearingParts, spec: ItemSpec, asking: Asking): Promise<ProviderRef> {
  let without = false;
  try {
    const born = asking.askedBefore ? await findBorn(parts.engine, spec) : undefined;
    if (born !== undefined) return born;
    return await parts.engine.create(spec).catch((error: unknown) => {
      without = error instanceof EngineError && withoutEffect.has(error.reason);
      throw error;
    });
  } catch (error) {
    await recordFailedAsking(parts.database, asking, without);
    throw error;
  }
}

async function findBorn(engine: Engine, spec: ItemSpec): Promise<ProviderRef | undefined> {
  const found = await engine.findByName(spec.kind, spec.name);
  if (found.length > 1)
    throw new EngineError('conflict', `${found.length} items carry the name ${spec.name}`);
  return found[0];
}

/**
 * Writes down what an engine calls an item. True whoever finds out, so it needs no claim.
 * @returns whether the ledger knows the item by this id now; false when it has another one on record, or saw it gone
 */
export async function recordBirth(
  database: Kysely<Schema>,
  itemId: ItemId,
  ref: ProviderRef,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await database
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
    .executeTakeFirst();
  if (numUpdatedRows === 1n) return true;
  const known = await database
    .selectFrom('items')
    .select('id')
    .where('id', '=', itemId)
    .where('provider_id', '=', ref.id)
    .where('generation', '=', ref.generation)
    .executeTakeFirst();
  return known !== undefined;
}

/** Attempts enough to outlast this worker's lease: after that others know that nobody waits for an answer any more. */
const recordAttempts = 5;

/** The one write that must not be lost while this process lives: without it a deletion would wait for the answer for ever. */
async function recordBirthSurely(parts: BearingParts, itemId: ItemId, ref: ProviderRef): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await recordBirth(parts.database, itemId, ref, parts.ambient.now());
    } catch (error) {
      if (attempt >= recordAttempts) throw error;
      parts.logger.warn({ item: itemId, ref, attempt, err: error }, 'could not record a new item');
      await pause(backoff(attempt, 0));
    }
  }
}

/** How often an item that nobody waits for any more is asked to go. */
const removalAttempts = 5;

/**
 * The answer came so late that the item was given up, or made by somebody else: what came of it is ours alone, in use by
 * nothing and in no ledger, so it goes at once.
 */
async function removeSurplus(parts: BearingParts, itemId: ItemId, ref: ProviderRef): Promise<void> {
  for (let attempt = 1; attempt <= removalAttempts; attempt += 1) {
    try {
      await parts.engine.remove(ref, { force: true });
      parts.logger.warn({ item: itemId, ref }, 'removed an item that came too late');
      return;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      parts.logger.error(
        { item: itemId, ref, attempt, err: error },
        'an item that came too late does not go',
      );
      await pause(backoff(attempt, 0));
    }
  }
}
