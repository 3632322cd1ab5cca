import { commitTo, type Opening } from '@deskplane/verify/commitment.js';
import type pg from 'pg';
import type { Ambient } from '../../ambient.js';
import type { AuditEventFacts } from '../../auditEvents/auditEventFacts.js';
import { prepareEntry } from '../logEntry.js';
import { saltValue } from '../personalData.js';
import { describeAuditEvent } from './describeAuditEvent.js';

/** A connection, or a pool of them. */
export interface StatementRunner {
  query(config: pg.QueryConfig): Promise<{ readonly rowCount: number | null }>;
}

/**
 * `effect`: only if this transaction has changed anything so far. `missing`: only if the request has no audit event yet.
 * `always`: in any case.
 */
export type AuditEventCondition = 'effect' | 'missing' | 'always';

/**
 * Appends an audit event to the log, in one statement.
 * @returns whether it was written; not when its condition does not hold
 */
export async function writeAuditEvent(
  on: StatementRunner,
  ambient: Ambient,
  facts: AuditEventFacts,
  condition: AuditEventCondition,
): Promise<boolean> {
  const auditEventId = ambient.uuid();
  const openings: Opening[] = [];
  const trace = describeAuditEvent(facts, auditEventId, ambient.now(), (subject, field, value) => {
    const opening = saltValue(ambient, subject, field, value);
    openings.push(opening);
    return commitTo(opening);
  });
  const { payload, leafHash } = prepareEntry({ type: 'trace', trace });
  const { rowCount } = await on.query({
    name: `write trace, ${condition}`,
    text: statements[condition],
    values: [
      leafHash,
      facts.projectId ?? null,
      payload,
      auditEventId,
      JSON.stringify(openings),
      facts.requestId,
    ],
  });
  return rowCount === 1;
}

const statementIf = (condition: string): string => `
  with entry as (
    insert into log_entries (leaf_hash, kind, project_id, payload)
    select $1, 'trace', $2, $3 where $6::text is not null and ${condition}
    returning 1
  ), opening as (
    insert into audit_event_values (trace_id, subject, field, salt, value)
    select $4, o.subject, o.field, decode(o.salt, 'hex'), o.value
    from entry, jsonb_to_recordset($5::jsonb) as o (subject text, field text, salt text, value text)
  )
  select from entry`;

const statements: Readonly<Record<AuditEventCondition, string>> = {
  // A transaction gets its number with its first change; this statement's own comes after the question.
  effect: statementIf('pg_current_xact_id_if_assigned() is not null'),
  missing: statementIf('not exists (select from audit_events where request_id = $6)'),
  always: statementIf('true'),
};
