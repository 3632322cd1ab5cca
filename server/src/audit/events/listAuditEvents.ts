import { sql } from 'kysely';
import type { Database } from '../../database/connect.js';
import type { DomainId, ProjectId } from '../../ids.js';
import { contentOf } from '../logEntry.js';
import { indexAuditEvents } from './indexAuditEvents.js';
import { knownAs, namedBy } from './knownAs.js';
import { type OpenedValue, objectOf, presentAuditEvent } from './presentAuditEvent.js';
import type { AuditEventBody, AuditEventQuery } from './schemas.js';

interface AuditEventRow {
  readonly payload: Buffer;
  readonly domain_name: string | null;
  readonly opened: readonly OpenedValue[];
  readonly known_as: string | null;
}

const defaultLimit = 10;

/**
 * Audit events of an account, newest first: those of the project, and those of what concerns the account as a whole.
 * @returns one page, and the marker of the next one; null when there is none
 */
export async function listAuditEvents(
  database: Database,
  domainId: DomainId,
  projectId: ProjectId,
  query: AuditEventQuery,
): Promise<{ readonly traces: readonly AuditEventBody[]; readonly marker: string | null }> {
  const limit = query.limit ?? defaultLimit;
  if (query.trace_type === 'data') return { traces: [], marker: null };
  await indexAuditEvents(database);
  const wanted = (column: string, value: string | undefined) =>
    value === undefined ? sql`` : sql`and ${sql.ref(column)} = ${value}`;
  const { rows } = await sql<AuditEventRow>`
    select e.payload, d.name as domain_name,
      coalesce((
        select jsonb_agg(jsonb_build_object('subject', subject, 'field', field, 'value', value))
        from (
          select subject, field, value from audit_event_values v where v.trace_id = t.trace_id and value is not null
          union all
          select subject, field, value from personal_values p
          where p.desktop_id = t.desktop_id and p.subject = 'actor'
        ) opened
      ), '[]') as opened,
      ${knownAs} as known_as
    from audit_events t join log_entries e using (sequence) left join domains d on d.id = t.domain_id
    where t.domain_id = ${domainId} and (t.project_id = ${projectId} or t.project_id is null)
      and e.payload is not null
      ${query.from === undefined ? sql`` : sql`and t.recorded_at >= ${new Date(query.from)}`}
      ${query.to === undefined ? sql`` : sql`and t.recorded_at <= ${new Date(query.to)}`}
      ${
        query.next === undefined
          ? sql``
          : sql`and (t.recorded_at, t.trace_id) < (
              select recorded_at, trace_id from audit_events where trace_id::text = ${query.next} and domain_id = ${domainId})`
      }
      ${
        query.user === undefined
          ? sql``
          : sql`and t.user_id in (
              select id from iam_users where domain_id = ${domainId} and ${query.user} in (id, name)
              union select ${query.user})`
      }
      ${
        query.resource_id === undefined
          ? sql``
          : sql`and (t.resource_id = ${query.resource_id} or t.resource_ids @> array[${query.resource_id}]::text[])`
      }
      ${wanted('t.service_type', query.service_type)}
      ${query.resource_name === undefined ? sql`` : sql`and ${namedBy(query.resource_name, domainId)}`}
      ${wanted('t.resource_type', query.resource_type)} ${wanted('t.trace_name', query.trace_name)}
      ${wanted('t.rating', query.trace_rating)} ${wanted('t.request_id', query.request_id)}
      ${query.trace_id === undefined ? sql`` : sql`and t.trace_id::text = ${query.trace_id}`}
    order by t.recorded_at desc, t.trace_id desc limit ${limit + 1}`.execute(database);
  const traces = rows
    .slice(0, limit)
    .map(({ payload, domain_name, opened, known_as }) =>
      presentAuditEvent(objectOf(contentOf(payload)['trace']), domain_name, opened, known_as),
    );
  return { traces, marker: rows.length > limit ? (traces.at(-1)?.trace_id ?? null) : null };
}
