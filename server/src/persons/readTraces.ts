import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Schema } from '../database/schema.js';
import { acceptedByName } from '../deletion/ledger/readDeletions.js';
import { type PowerOperation, powerOperations, powerSwitches } from '../desktops/power/powerDesktops.js';
import type { DesktopId, DesktopUserId, ProjectId } from '../ids.js';
import { type MailState, mailStateOf } from '../mail/listMails.js';

/** Of each kind at most so many, the newest; how many there are is told. */
export const mostOfAKind = 1_000;

/** The newest of something, and how many there are. */
export interface Newest<Entry> {
  readonly total: number;
  readonly entries: readonly Entry[];
}

/** What is on record about a user, by where it stands. */
export interface Traces {
  readonly desktops: Newest<OwnDesktop>;
  readonly detached: Newest<DetachedDesktop>;
  readonly deletions: Newest<DeletedDesktop>;
  readonly mails: Newest<SentMail>;
  readonly connections: Newest<Connection>;
  readonly deskEvents: Newest<DeskEvent>;
}

export interface OwnDesktop {
  readonly desktopId: DesktopId;
  readonly computerName: string;
  readonly status: string;
  readonly deleting: boolean;
  readonly userGroup: string;
  readonly createdAt: Date;
  readonly attachedAt: Date;
}

export interface DetachedDesktop {
  readonly desktopId: DesktopId;
  readonly computerName: string;
  readonly userGroup: string;
  readonly detachedAt: Date;
  readonly goneAt: Date | null;
}

export interface DeletedDesktop {
  readonly desktopId: DesktopId;
  readonly computerName: string;
  readonly engine: string | null;
  readonly state: 'running' | 'failed' | 'done';
  readonly acceptedAt: Date;
  readonly acceptedBy: string;
  readonly acceptedByName: string;
  readonly completedAt: Date | null;
  readonly outcome: 'deleted' | 'kept' | null;
  readonly reason: string | null;
}

export interface SentMail {
  readonly id: string;
  readonly template: string;
  readonly desktopId: DesktopId | null;
  readonly computerName: string;
  readonly recipient: string;
  readonly state: MailState;
  readonly queuedAt: Date;
  readonly sentAt: Date | null;
  readonly undeliverableAt: Date | null;
}

export interface Connection {
  readonly desktopId: DesktopId;
  readonly computerName: string;
  readonly sourceIp: string | null;
  readonly startedAt: Date;
  readonly setupAt: Date | null;
  readonly endedAt: Date | null;
  readonly endReason: string | null;
}

export interface DeskEvent {
  readonly traceId: string;
  readonly traceName: string;
  /** What was asked of the desktop's power; null: nothing, or no longer on record. */
  readonly operation: PowerOperation | null;
  readonly rating: string;
  readonly code: string;
  readonly resourceId: string | null;
  /** Of the desktop that it was about; empty: none, or no longer on record. */
  readonly computerName: string;
  readonly sourceIp: string | null;
  readonly at: Date;
}

const uuidPattern = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

/** What an audit event of a row `e` says was asked of a desktop's power. */
const operationOf = sql`(
  select case s.name ${sql.join(
    powerOperations.map((operation) => sql`when ${powerSwitches[operation]} then ${operation}`),
    sql` `,
  )} end
  from log_entries l, jsonb_object_keys(convert_from(l.payload, 'UTF8')::jsonb #> '{trace,request,flags}') as s (name)
  where l.sequence = e.sequence and l.kind = 'trace' and e.trace_name = 'operateOwnDesktop'
    and s.name = any(${sql.val(Object.values(powerSwitches))}::text[]) limit 1)`;

/** Reads what every table has about a user of the project. */
export async function readTraces(
  database: Kysely<Schema>,
  projectId: ProjectId,
  userId: DesktopUserId,
): Promise<Traces> {
  async function newest<Entry extends object>(select: RawBuilder<unknown>): Promise<Newest<Entry>> {
    const { rows } = await sql<Entry & { readonly total: number }>`
      select n.*, count(*) over ()::int as total from (${select}) n
      order by "orderedAt" desc, "orderedBy" limit ${mostOfAKind}`.execute(database);
    return { total: rows[0]?.total ?? 0, entries: rows };
  }
  // One after the other: inside a transaction there is one connection.
  return {
    desktops: await newest<OwnDesktop>(sql`
      select d.id as "desktopId", d.computer_name as "computerName", d.status, a.user_group as "userGroup",
        exists (select from deletions x where x.desktop_id = d.id) as deleting,
        d.created_at as "createdAt", a.attached_at as "attachedAt", d.created_at as "orderedAt", d.id::text as "orderedBy"
      from desktop_assignments a join desktops d on d.id = a.desktop_id
      where a.project_id = ${projectId} and a.user_id = ${userId} and d.gone_at is null`),
    detached: await newest<DetachedDesktop>(sql`
      select d.id as "desktopId", d.computer_name as "computerName", a.user_group as "userGroup",
        a.detached_at as "detachedAt", d.gone_at as "goneAt", a.detached_at as "orderedAt", d.id::text as "orderedBy"
      from desktop_detachments a join desktops d on d.id = a.desktop_id
      where a.project_id = ${projectId} and a.user_id = ${userId}`),
    deletions: await newest<DeletedDesktop>(sql`
      select x.desktop_id as "desktopId", d.computer_name as "computerName", x.engine, x.state, x.accepted_at as "acceptedAt",
        x.accepted_by as "acceptedBy", ${sql.raw(acceptedByName('x.desktop_id', 'x.accepted_by'))} as "acceptedByName", x.completed_at as "completedAt",
        u.outcome, u.reason, x.accepted_at as "orderedAt", x.desktop_id::text as "orderedBy"
      from deletion_users u join deletions x using (desktop_id) join desktops d on d.id = x.desktop_id
      where u.user_id = ${userId} and x.project_id = ${projectId}`),
    mails: await newest<SentMail>(sql`
      select m.id, m.template, m.desktop_id as "desktopId", coalesce(d.computer_name, '') as "computerName", m.recipient,
        ${mailStateOf} as state,
        m.queued_at as "queuedAt", m.sent_at as "sentAt", m.undeliverable_at as "undeliverableAt",
        m.queued_at as "orderedAt", m.id as "orderedBy"
      from mails m left join desktops d on d.id = m.desktop_id
      where m.project_id = ${projectId} and m.user_id = ${userId}`),
    connections: await newest<Connection>(sql`
      select c.desktop_id as "desktopId", c.computer_name as "computerName", c.source_ip as "sourceIp",
        c.started_at as "startedAt", c.setup_at as "setupAt", c.ended_at as "endedAt", c.end_reason as "endReason",
        c.started_at as "orderedAt", c.id::text as "orderedBy"
      from screen_connections c where c.project_id = ${projectId} and c.desktop_user_id = ${userId}`),
    deskEvents: await newest<DeskEvent>(sql`
      select e.trace_id as "traceId", e.trace_name as "traceName", ${operationOf} as operation, e.rating, e.code,
        e.resource_id as "resourceId", coalesce(d.computer_name, '') as "computerName", v.value as "sourceIp", e.recorded_at as at, e.recorded_at as "orderedAt", e.trace_id::text as "orderedBy"
      from audit_events e
      left join desktops d on d.project_id = ${projectId}
        and d.id = case when e.resource_id ~ ${sql.lit(uuidPattern)} then e.resource_id::uuid end
      left join audit_event_values v on v.trace_id = e.trace_id and v.subject = 'actor' and v.field = 'source_ip'
      where e.user_id = ${userId} and (e.project_id = ${projectId} or e.project_id is null)`),
  };
}
