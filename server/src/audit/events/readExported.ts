import type { JsonValue } from '@deskplane/verify/canonicalJson.js';
import type { Opening } from '@deskplane/verify/commitment.js';
import { sql } from 'kysely';
import type { Database } from '../../database/connect.js';
import type { DomainId } from '../../ids.js';

interface Row {
  readonly index: string;
  readonly leaf_hash: Buffer;
  readonly payload: string | null;
  readonly let_go: boolean;
  readonly opened: readonly Opening[] | null;
}

/** Entries of the log as lines of an export: the account's audit events in clear, of all others the hash. */
export async function readExported(
  database: Database,
  domainId: DomainId,
  from: number,
  to: number,
): Promise<JsonValue[]> {
  const { rows } = await sql<Row>`
    select entry.index, entry.leaf_hash, entry.let_go,
      case when entry.own then convert_from(entry.payload, 'UTF8') end as payload,
      case when entry.own then (
        select jsonb_agg(jsonb_build_object('subject', subject, 'field', field, 'salt', encode(salt, 'hex'), 'value', value)
          order by subject, field)
        from (
          select subject, field, salt, value from audit_event_values v where v.trace_id = (entry.trace ->> 'trace_id')::uuid
          union all
          select subject, field, salt, value from personal_data p
          where p.desktop_id = entry.desktop_id and p.subject = 'actor'
        ) values where value is not null
      ) end as opened
    from (
      select *, coalesce(trace -> 'user' -> 'domain' ->> 'id' = ${domainId}, false) as own
      from (
        select l.index, l.leaf_hash, e.payload, e.desktop_id, e.kind = 'trace' and e.payload is null as let_go,
          case when e.kind in ('trace', 'acceptance', 'escalation')
            then convert_from(e.payload, 'UTF8')::jsonb -> 'trace' end as trace
        from log_places l left join log_entries e using (sequence)
        where l.index >= ${from} and l.index < ${to}
      ) leaf
    ) entry
    order by entry.index`.execute(database);
  return rows.map(({ index, leaf_hash, payload, let_go, opened }) => {
    const place = { index: Number(index) };
    if (payload !== null) return { ...place, payload, opened: (opened ?? []).map(toJson) };
    const hash = leaf_hash.toString('hex');
    return let_go ? { ...place, hash, let_go } : { ...place, hash };
  });
}

const toJson = ({ subject, field, salt, value }: Opening): JsonValue => ({ subject, field, salt, value });
