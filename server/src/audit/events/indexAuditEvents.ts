import type { JsonObject } from '@deskplane/verify/canonicalJson.js';
import { type Kysely, sql } from 'kysely';
import { withoutAuditEvent } from '../../auditEvents/openAuditEvent.js';
import { advisoryLocks } from '../../database/advisoryLocks.js';
import type { Database } from '../../database/connect.js';
import type { Schema } from '../../database/schema.js';
import { contentOf } from '../logEntry.js';
import { type LogPlace, logStart } from '../logPlace.js';
import { type NewEntry, readGaps, readNewEntries, writeGaps } from '../readNewEntries.js';
import { objectOf } from './presentAuditEvent.js';

const together = 1_000;

/**
 * Fills the index of audit events up to what is committed in the log by now. The sealer does it once a second; whoever looks audit
 * events up does it first, so that none is missing.
 */
export async function indexAuditEvents(database: Database): Promise<void> {
  // What it writes is no effect of a request.
  await withoutAuditEvent(async () => {
    if (!(await hasMore(database))) return;
    while ((await database.transaction().execute(indexSome)) === together);
  });
}

/** As {@link indexAuditEvents}, in an open transaction that nothing else works beside. */
export async function indexAuditEventsWithin(transaction: Kysely<Schema>): Promise<void> {
  while ((await indexSome(transaction)) === together);
}

/** A quick look, which nobody waits for. */
async function hasMore(database: Database): Promise<boolean> {
  const { rows } = await sql<{ more: boolean }>`
    select coalesce((select max(sequence) from log_entries), 0) >= coalesce(next, 1) or gaps is not null as more
    from (select) one left join audit_index on true`.execute(database);
  return rows[0]?.more === true;
}

/** @returns how many entries were looked at */
async function indexSome(transaction: Kysely<Schema>): Promise<number> {
  await sql`select pg_advisory_xact_lock(${advisoryLocks.auditIndex})`.execute(transaction);
  const before = await readPlace(transaction);
  const { entries, place } = await readNewEntries(
    transaction,
    before,
    ['trace', 'acceptance', 'escalation'],
    together,
  );
  const events = entries.flatMap((entry) => toRow(entry) ?? []);
  if (events.length > 0)
    await sql`
      insert into audit_events select * from jsonb_populate_recordset(null::audit_events, ${JSON.stringify(events)}::jsonb)
      on conflict (trace_id) do nothing`.execute(transaction);
  const [next, gaps] = [place.next, writeGaps(place.gaps)];
  // While numbers are outstanding, most rounds find nothing.
  if (next !== before.next || gaps !== writeGaps(before.gaps))
    await sql`
      insert into audit_index (next, gaps) values (${next}, ${gaps}::jsonb)
      on conflict (one) do update set next = excluded.next, gaps = excluded.gaps`.execute(transaction);
  return entries.length;
}

async function readPlace(transaction: Kysely<Schema>): Promise<LogPlace> {
  const row = await transaction.selectFrom('audit_index').select(['next', 'gaps']).executeTakeFirst();
  return row === undefined ? logStart : { next: Number(row.next), gaps: readGaps(row.gaps) };
}

/** By the names of the columns. The project of an entry about a desktop is not written with it; the event in it says it too. */
function toRow({ sequence, projectId, desktopId, payload }: NewEntry): JsonObject | undefined {
  if (payload === null) return undefined;
  const { trace } = contentOf(payload);
  if (trace === undefined) return undefined;
  const event = objectOf(trace);
  const user = objectOf(event['user']);
  return {
    trace_id: event['trace_id'] ?? null,
    sequence,
    domain_id: objectOf(user['domain'])['id'] ?? null,
    project_id: projectId ?? event['project_id'] ?? null,
    desktop_id: desktopId,
    recorded_at: event['record_time'] ?? null,
    request_id: event['request_id'] ?? null,
    trace_name: event['trace_name'] ?? null,
    rating: event['trace_rating'] ?? null,
    code: event['code'] ?? null,
    service_type: event['service_type'] ?? null,
    resource_type: event['resource_type'] ?? null,
    resource_id: event['resource_id'] ?? null,
    resource_ids: desktopId === null ? furtherResources(event) : null,
    user_id: user['id'] ?? null,
  };
}

/**
 * The ids that an event names beside that of its resource; null: none. A deletion of several desktops has an entry for each of them, and
 * the first one's list of all is not repeated.
 */
function furtherResources(event: JsonObject): string[] | null {
  const { resource_id: first, resource_ids: all } = event;
  const further = Array.isArray(all)
    ? all.filter((id): id is string => typeof id === 'string' && id !== first)
    : [];
  return further.length === 0 ? null : [...new Set(further)];
}
