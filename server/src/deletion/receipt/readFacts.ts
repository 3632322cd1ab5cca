import type { JsonObject } from '@deskplane/verify/canonicalJson.js';
import { sql } from 'kysely';
import { contentOf } from '../../audit/logEntry.js';
import type { Transaction } from '../../database/connect.js';
import type { LogEntryKind } from '../../database/schema/logSchema.js';
import type { DesktopId, ItemId, JobId } from '../../ids.js';
import { deletionJobOf } from '../accept/acceptanceSql.js';
import { groupByDesktop } from '../ledger/groupByDesktop.js';
import type { ItemState } from '../ledger/itemState.js';
import type { LedgerDeletion, LedgerItem } from '../ledger/ledgerDeletion.js';

/** What is known of a deletion whose last item has ended, as its order has it, without its items. */
export type EndedDeletion = Pick<
  LedgerDeletion,
  'desktopId' | 'diskOf' | 'kind' | 'projectId' | 'engine' | 'flags' | 'users'
> & {
  /** Of the call that was accepted; null: one of before jobs were written with their deletions. */
  readonly jobId: JobId | null;
  readonly items: readonly ItemState[];
};

/** What the receipt of a deletion is made from: what was known of it, and what the ledger and the log add. */
export interface DeletionFacts extends Omit<EndedDeletion, 'items' | 'jobId'>, Pick<LedgerDeletion, 'items'> {
  /** How far the service's clock was ahead at the most since the acceptance, in seconds; 0 but for a test double. */
  readonly clockAheadSeconds: number;
  /** Of the log; null before the service has given it one. */
  readonly instance: string | null;
  /** The log entry of the acceptance and its leaf hash; null for a deletion that was accepted before there was a log. */
  readonly acceptance: { readonly content: JsonObject; readonly leafHash: string } | null;
  /** Log entries of calls that asked for more, oldest first. */
  readonly escalations: readonly JsonObject[];
  /** Every job that reports this deletion, the first call's first. */
  readonly jobIds: readonly string[];
}

/** Completes what is known of ended deletions from the ledger and the log, in the transaction that ends them. */
export async function readFacts(
  transaction: Transaction,
  deletions: readonly EndedDeletion[],
): Promise<DeletionFacts[]> {
  const records = await readRecords(transaction, deletions);
  const entries = await readEntries(transaction, deletions);
  const joined = await readJoinedJobs(transaction, deletions);
  return deletions.map(({ jobId, items, ...deletion }) => {
    const own = entries.get(deletion.desktopId) ?? [];
    const acceptance = own.find(({ kind }) => kind === 'acceptance');
    const later = joined.get(deletion.desktopId) ?? [];
    return {
      ...deletion,
      items: items.map((item) => ledgerItemOf(item, recordOf(records, item.id))).sort(byStage),
      clockAheadSeconds: own[0]?.clockAheadSeconds ?? 0,
      instance: own[0]?.instance ?? null,
      acceptance:
        acceptance === undefined
          ? null
          : { content: contentOf(acceptance.payload), leafHash: acceptance.leafHash.toString('hex') },
      escalations: own
        .filter(({ kind }) => kind === 'escalation')
        .map(({ payload }) => contentOf(payload))
        .sort((one, other) => timeOf(one) - timeOf(other)),
      jobIds: [...(jobId === null ? [] : [jobId]), ...later.map((job) => job.jobId)],
    };
  });
}

/** What the ledger has of an item whatever becomes of it. */
interface ItemRecord extends Pick<LedgerItem, 'name' | 'providerId' | 'generation' | 'ownership' | 'keyId'> {
  readonly id: ItemId;
  /** In milliseconds since 1970. */
  readonly createdAt: number | null;
}

async function readRecords(
  transaction: Transaction,
  deletions: readonly EndedDeletion[],
): Promise<ReadonlyMap<string, ItemRecord>> {
  const ids = deletions.flatMap(({ items }) => items.map(({ id }) => id));
  const { rows } = await sql<ItemRecord>`
    select id, single_use_name as name, provider_id as "providerId", generation, ownership, key_id as "keyId",
      extract(epoch from engine_created_at)::float8 * 1000 as "createdAt"
    from items where id = any(${ids}::uuid[])`.execute(transaction);
  return new Map(rows.map((row) => [row.id, row]));
}

function recordOf(records: ReadonlyMap<string, ItemRecord>, id: string): ItemRecord {
  const record = records.get(id);
  if (record === undefined) throw new Error(`The ledger has no item ${id}.`);
  return record;
}

/** An item of a deletion as the ledger tells of it: what is on record of it, and what the deletion knows. */
function ledgerItemOf(state: ItemState, record: ItemRecord): LedgerItem {
  const { id, kind, intent, stage, firstAskedAt, askedAt } = state;
  const asked = Math.max(firstAskedAt ?? 0, askedAt ?? 0);
  return {
    id,
    kind,
    intent,
    stage,
    name: record.name,
    providerId: record.providerId,
    generation: record.generation,
    ownership: record.ownership,
    createdAt: dateOf(record.createdAt),
    firstAskedAt: dateOf(firstAskedAt),
    askedAt: dateOf(askedAt),
    lastAskedAt: asked === 0 ? null : new Date(asked),
    firstAbsentAt: dateOf(state.firstAbsentAt),
    ended: state.ended ?? null,
    endedAt: dateOf(state.endedAt),
    grade: state.grade ?? null,
    keyId: record.keyId,
    keyDestroyedAt: dateOf(state.keyDestroyedAt),
    observedBy: state.observedBy ?? null,
    attempts: state.attempts ?? 0,
    lastError: state.lastError ?? null,
    releasedBy: state.releasedBy ?? null,
    releaseReason: state.releaseReason ?? null,
  };
}

function dateOf(milliseconds: number | null | undefined): Date | null {
  return milliseconds === null || milliseconds === undefined ? null : new Date(Math.floor(milliseconds));
}

function byStage(one: LedgerItem, other: LedgerItem): number {
  return one.stage - other.stage || (one.id < other.id ? -1 : 1);
}

interface Entry {
  readonly desktopId: DesktopId;
  readonly kind: LogEntryKind;
  readonly payload: Buffer;
  readonly leafHash: Buffer;
  readonly clockAheadSeconds: number;
  readonly instance: string | null;
}

async function readEntries(transaction: Transaction, deletions: readonly EndedDeletion[]) {
  const { rows } = await sql<Entry>`
    select desktop_id as "desktopId", kind, payload, leaf_hash as "leafHash", (select id from log_identity) as instance,
      case when exists (select from service_clock_moves) then service_clock_ahead_since(
        (select accepted_at from deletion_orders o where o.desktop_id = log_entries.desktop_id)) else 0 end as "clockAheadSeconds"
    from log_entries
    where desktop_id = any(${deletions.map(({ desktopId }) => desktopId)}::uuid[])
      and kind in ('acceptance', 'escalation')`.execute(transaction);
  return groupByDesktop(rows);
}

/** Of calls that asked for what was being deleted already. */
async function readJoinedJobs(transaction: Transaction, deletions: readonly EndedDeletion[]) {
  const { rows } = await sql<{ desktopId: DesktopId; jobId: JobId }>`
    select w.id as "desktopId", s.job_id as "jobId"
    from unnest(${deletions.map(({ desktopId }) => desktopId)}::uuid[],
      ${deletions.map(({ diskOf }) => diskOf)}::uuid[], ${deletions.map(({ kind }) => kind)}::text[]) as w (id, disk_of, kind)
    join sub_jobs s on s.desktop_id = coalesce(w.disk_of, w.id)::text
    join jobs j on j.id = s.job_id
    where s.desktop_id = any(${deletions.map(({ desktopId, diskOf }) => diskOf ?? desktopId)}::text[])
      and j.job_type = ${sql.raw(deletionJobOf('w.kind'))} and (w.disk_of is null or s.volume_id = w.id::text)
    order by j.begin_time, s.job_id`.execute(transaction);
  return groupByDesktop(rows);
}

function timeOf({ at }: JsonObject): number {
  return typeof at === 'string' ? Date.parse(at) : 0;
}
