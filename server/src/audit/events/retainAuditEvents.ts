import { sql } from 'kysely';
import type { Ambient } from '../../ambient.js';
import type { Database } from '../../database/connect.js';
import { awaitSealed } from '../awaitSealed.js';
import { prepareEntry } from '../logEntry.js';
import { readHead, type SignedHead } from '../readLog.js';
import { indexAuditEvents } from './indexAuditEvents.js';

export interface RetainParts {
  readonly database: Database;
  readonly ambient: Ambient;
}

export interface Retained {
  /** How many audit events were let go. */
  readonly letGo: number;
  /** The place in the log of the checkpoint that allows it; undefined when there was nothing to let go. */
  readonly checkpoint: number | undefined;
}

const together = 1_000;

/**
 * Lets audit events go that are older than a time, of every account: first a checkpoint is written to the log, which says so and is
 * signed, then their payloads and names are emptied. Hashes stay, so what remains can be proven as before. Nothing but audit events
 * goes: acceptances, receipts and whatever else the log holds stay. One that broke off is finished by the next call.
 * @throws {ApiError} DPL.0503 when the log is not sealed in time
 */
export async function retainAuditEvents(
  { database, ambient }: RetainParts,
  before: Date,
  requestId: string,
): Promise<Retained> {
  const head = await readHead(database);
  if (head === undefined) return { letGo: 0, checkpoint: undefined };
  await indexAuditEvents(database);
  const { upto, count } = await findOld(database, before, head.size);
  if (count === 0) return { letGo: 0, checkpoint: undefined };
  const sequence = await writeCheckpoint({ database, ambient }, head, { upto, count, before, requestId });
  const { index: checkpoint } = await awaitSealed(database, sequence);
  let letGo = 0;
  for (let from = 0; from < upto; from += together)
    letGo += await letSomeGo(database, from, Math.min(from + together, upto));
  return { letGo, checkpoint };
}

/** The entries before the first audit event that is to stay. */
async function findOld(
  database: Database,
  before: Date,
  size: number,
): Promise<{ readonly upto: number; readonly count: number }> {
  const { rows } = await sql<{ upto: string; count: string }>`
    with first as (
      select coalesce(min(l.index), ${size}::bigint) as upto
      from audit_events t join log_places(0, ${size}) l using (sequence) where t.recorded_at >= ${before}
    )
    select upto, (
      select count(*) from log_places(0, upto) l join log_entries e using (sequence)
      where e.kind = 'trace' and e.payload is not null
    ) as count from first`.execute(database);
  return { upto: Number(rows[0]?.upto ?? 0), count: Number(rows[0]?.count ?? 0) };
}

async function writeCheckpoint(
  { database, ambient }: RetainParts,
  head: SignedHead,
  {
    upto,
    count,
    before,
    requestId,
  }: {
    readonly upto: number;
    readonly count: number;
    readonly before: Date;
    readonly requestId: string;
  },
): Promise<number> {
  const { payload, leafHash } = prepareEntry({
    type: 'checkpoint',
    at: ambient.now().toISOString(),
    before: before.toISOString(),
    upto,
    count,
    size: head.size,
    root: head.root.toString('hex'),
    request_id: requestId,
  });
  const { rows } = await sql<{ sequence: string }>`
    with entry as (
      insert into log_entries (leaf_hash, kind, payload) values (${leafHash}, 'checkpoint', ${payload}) returning sequence
    )
    insert into log_checkpoints (sequence, upto, before) select sequence, ${upto}, ${before} from entry
    returning sequence`.execute(database);
  return Number(rows[0]?.sequence);
}

/** Those among the entries of the log from the first place up to, but without, the second. */
async function letSomeGo(database: Database, from: number, upto: number): Promise<number> {
  const { rows } = await sql<{ gone: string }>`
    with old as (
      select e.sequence, (convert_from(e.payload, 'UTF8')::jsonb -> 'trace' ->> 'trace_id')::uuid as trace_id
      from log_places(${from}, ${upto}) l join log_entries e using (sequence)
      where e.kind = 'trace' and e.payload is not null
    ), emptied as (
      update log_entries e set payload = null from old where e.sequence = old.sequence
    ), forgotten as (
      delete from audit_event_values v using old where v.trace_id = old.trace_id
    ), unlisted as (
      delete from audit_events t using old where t.trace_id = old.trace_id
    )
    select count(*) as gone from old`.execute(database);
  return Number(rows[0]?.gone ?? 0);
}
