import type { JsonValue } from '@deskplane/verify/canonicalJson.js';
import type { Opening } from '@deskplane/verify/commitment.js';
import { sql } from 'kysely';
import type { Database } from '../../database/connect.js';
import type { DomainId } from '../../ids.js';
import { contentOf, exactBytes } from '../logEntry.js';
import { objectOf } from './presentAuditEvent.js';

interface Row {
  readonly index: string;
  readonly leaf_hash: Buffer;
  readonly desktop_id: string | null;
  /** Null as well of kinds that are no audit events. */
  readonly payload: Buffer | null;
  readonly let_go: boolean;
}

/** An audit event of the account. */
interface OwnEvent {
  readonly payload: string;
  readonly traceId: string | null;
  readonly desktopId: string | null;
}

/** Entries of the log as lines of an export: the account's audit events in clear, of all others the hash. */
export async function readExported(
  database: Database,
  domainId: DomainId,
  from: number,
  to: number,
): Promise<JsonValue[]> {
  const { rows } = await sql<Row>`
    select l.index, l.leaf_hash, e.desktop_id, e.kind = 'trace' and e.payload is null as let_go,
      case when e.kind in ('trace', 'acceptance', 'escalation') then e.payload end as payload
    from log_places(${from}, ${to}) l left join log_entries e using (sequence)
    order by l.index`.execute(database);
  const lines = rows.map((row) => ({ ...row, own: readOwn(row, domainId) }));
  const openings = await readOpenings(
    database,
    lines.flatMap(({ own }) => own ?? []),
  );
  return lines.map(({ index, leaf_hash, let_go, own }) => {
    const place = { index: Number(index) };
    if (own !== undefined) return { ...place, payload: own.payload, opened: openings(own) };
    const hash = leaf_hash.toString('hex');
    return let_go ? { ...place, hash, let_go } : { ...place, hash };
  });
}

function readOwn({ payload, desktop_id: desktopId }: Row, domainId: DomainId): OwnEvent | undefined {
  if (payload === null) return undefined;
  const trace = objectOf(contentOf(payload)['trace']);
  if (objectOf(objectOf(trace['user'])['domain'])['id'] !== domainId) return undefined;
  const traceId = trace['trace_id'];
  return {
    payload: exactBytes(payload).toString(),
    traceId: typeof traceId === 'string' ? traceId : null,
    desktopId,
  };
}

/** What can still be opened of events, by what they are about. */
async function readOpenings(database: Database, events: readonly OwnEvent[]) {
  const { rows } = await sql<Opening & { readonly about: string }>`
    select trace_id::text as about, subject, field, encode(salt, 'hex') as salt, value
    from audit_event_values where trace_id = any(${events.map(({ traceId }) => traceId)}::uuid[]) and value is not null
    union all
    select desktop_id::text, subject, field, encode(salt, 'hex'), value
    from personal_values where desktop_id = any(${events.map(({ desktopId }) => desktopId)}::uuid[])
      and subject = 'actor'
    order by subject, field`.execute(database);
  const known = new Map<string, JsonValue[]>();
  for (const { about, ...opening } of rows) known.set(about, [...(known.get(about) ?? []), opening]);
  return ({ traceId, desktopId }: OwnEvent): JsonValue[] =>
    [traceId, desktopId].flatMap((about) => known.get(about ?? '') ?? []);
}
