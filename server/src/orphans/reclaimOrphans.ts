import { sql } from 'kysely';
import type { Ambient } from '../ambient.js';
import { appendEntry } from '../audit/appendEntry.js';
import type { Database } from '../database/connect.js';
import { doubtKey } from '../deletion/carryOut/decideStep.js';
import {
  type Engine,
  EngineError,
  type ItemKind,
  type ListedItem,
  type ProviderRef,
} from '../engines/contract.js';
import type { IamUserId, ProjectId } from '../ids.js';
import { type CreationRecord, classify, type OrphanReason } from './classify.js';
import { eachOf } from './eachOf.js';
import type { OrphanScanner } from './orphanScanner.js';
import { keyOf, readRecords } from './readRecords.js';
import type { Suspect } from './scanOrphans.js';

export interface ReclaimParts {
  readonly database: Database;
  readonly engine: Pick<Engine, 'exclusive' | 'findByName' | 'observe' | 'remove'>;
  readonly ambient: Ambient;
  readonly scanner: OrphanScanner;
  /** Waits so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

export interface ReclaimOrder {
  readonly projectId: ProjectId;
  /** Only these; undefined: every orphaned item of the project. */
  readonly only: readonly ProviderRef[] | undefined;
  readonly askedBy: IamUserId;
  readonly requestId: string;
}

/** What no ledger knows is never removed: a name proves nothing. */
export type RecordedSuspect = Suspect & { readonly record: CreationRecord };

/** What became of one item. */
export interface Reclaimed {
  readonly suspect: RecordedSuspect;
  /** `removed`: seen gone; `accepted`: asked to go, not gone yet; `left`: not proven to be an orphan of ours any more. */
  readonly result: 'removed' | 'accepted' | 'left' | 'failed';
  readonly detail: string | null;
}

/** How long to wait for items that were asked to go, looking so often. */
const looks = 40;
const betweenLooks = 100;

/**
 * Has orphaned items of a project removed, and nothing else: what a fresh scan finds to be ours and orphaned, each compared with
 * its creation record again right before, and named to the engine by id and generation (S2, S3). Servers go before the disks
 * and ports that they use. Each removal is on record before the engine hears of it (S17).
 */
export async function reclaimOrphans(parts: ReclaimParts, order: ReclaimOrder): Promise<Reclaimed[]> {
  const { suspects } = await parts.scanner.scan();
  const wanted = order.only === undefined ? undefined : new Set(order.only.map(wholeKey));
  const own = suspects
    .filter(isRecorded)
    .filter(
      (suspect) =>
        suspect.record.projectId === order.projectId &&
        (wanted === undefined ? suspect.class === 'ours-orphaned' : wanted.has(wholeKey(suspect.item))),
    );
  const servers = own.filter(({ item }) => item.kind === 'server');
  const others = own.filter(({ item }) => item.kind !== 'server');
  return [...(await reclaimAll(parts, order, servers)), ...(await reclaimAll(parts, order, others))];
}

function isRecorded(suspect: Suspect): suspect is RecordedSuspect {
  return suspect.record !== undefined;
}

function wholeKey(ref: ProviderRef): string {
  return `${ref.kind}\n${keyOf(ref)}`;
}

async function reclaimAll(
  parts: ReclaimParts,
  order: ReclaimOrder,
  suspects: readonly RecordedSuspect[],
): Promise<Reclaimed[]> {
  return eachOf(suspects, 4, (suspect) => reclaim(parts, order, suspect));
}

async function reclaim(
  parts: ReclaimParts,
  order: ReclaimOrder,
  suspect: RecordedSuspect,
): Promise<Reclaimed> {
  try {
    const proof = await prove(parts, suspect.item);
    if ('doubt' in proof) return { suspect, result: 'left', detail: proof.doubt };
    const reclaimId = await recordReclaim(parts, order, suspect, proof.reason);
    const { result, detail } = await remove(parts, suspect.item);
    await recordOutcome(parts.database, reclaimId, result, detail);
    return { suspect, result, detail };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { suspect, result: 'failed', detail: `${error.reason}: ${error.message}` };
  }
}

/** Whether the item is ours and orphaned at this moment, by the creation record and by what the engine finds under its name. */
async function prove(
  { database, engine }: ReclaimParts,
  item: ListedItem,
): Promise<{ readonly reason: OrphanReason } | { readonly doubt: string }> {
  const [read] = await readRecords(database, item.kind, [item]);
  if (read === undefined) return { doubt: 'foreign' };
  const { candidates } = read;
  const first = classify(item, candidates, engine);
  if (first.class !== 'ours-orphaned') return { doubt: first.class };
  const bySingleName = candidates.created.length === 0;
  if (!bySingleName) return { reason: first.reason };
  const found = await engine.findByName(item.kind, first.record.name);
  const onlyThis = found.length === 1 && found[0] !== undefined && keyOf(found[0]) === keyOf(item);
  return onlyThis ? { reason: first.reason } : { doubt: `${found.length} items carry its name` };
}

async function remove(
  { engine, pause }: ReclaimParts,
  item: ListedItem,
): Promise<{ readonly result: Reclaimed['result']; readonly detail: string | null }> {
  const ref: ProviderRef = { kind: item.kind, id: item.id, generation: item.generation };
  try {
    const answer = await engine.remove(ref, { force: true });
    if (answer === 'not-ours') return { result: 'left', detail: 'the id belongs to another item now' };
    for (let look = 0; look < looks; look += 1) {
      const seen = doubtKey(item.keyId ?? null, await engine.observe(ref));
      if (seen.state === 'absent' || seen.state === 'replaced')
        return { result: 'removed', detail: seen.grade };
      await pause(betweenLooks);
    }
    return { result: 'accepted', detail: null };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { result: 'failed', detail: `${error.reason}: ${error.message}` };
  }
}

/** On record, and in the log, before the engine hears of it (S17). */
async function recordReclaim(
  { database, ambient }: ReclaimParts,
  order: ReclaimOrder,
  { item, record }: RecordedSuspect,
  reason: OrphanReason,
): Promise<string> {
  const id = ambient.uuid();
  const askedAt = ambient.now();
  await database.transaction().execute(async (transaction) => {
    await sql`
      insert into orphan_reclaims
        (id, project_id, item_id, kind, provider_id, generation, reason, asked_by, request_id, asked_at)
      values (${id}, ${order.projectId}, ${record.itemId}, ${item.kind satisfies ItemKind}, ${item.id},
        ${item.generation}, ${reason}, ${order.askedBy}, ${order.requestId}, ${askedAt})`.execute(
      transaction,
    );
    await appendEntry(transaction, {
      kind: 'reclaim',
      projectId: order.projectId,
      desktopId: record.desktopId,
      content: {
        type: 'reclaim',
        reclaim_id: id,
        project_id: order.projectId,
        desktop_id: record.desktopId,
        item_id: record.itemId,
        kind: item.kind,
        provider_id: item.id,
        generation: item.generation,
        reason,
        asked_by: order.askedBy,
        asked_at: askedAt.toISOString(),
        request_id: order.requestId,
      },
    });
  });
  return id;
}

async function recordOutcome(
  database: Database,
  reclaimId: string,
  outcome: Reclaimed['result'],
  detail: string | null,
): Promise<void> {
  await sql`update orphan_reclaims set outcome = ${outcome}, detail = ${detail} where id = ${reclaimId}`.execute(
    database,
  );
}
