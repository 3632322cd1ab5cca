import type pg from 'pg';
import { type Static, Type } from 'typebox';
import type { VisibleDesktops } from '../../access/visibleDesktops.js';
import { oneOf } from '../../http/schemas/values.js';
import type { DesktopId, ProjectId } from '../../ids.js';

export type DeletionState = 'running' | 'failed' | 'done';

/** Which deletions are wanted, the newest first. */
export interface DeletionFilter {
  /** Empty: every state. */
  readonly states: readonly DeletionState[];
  readonly acceptedAfter: Date | null;
  readonly acceptedBefore: Date | null;
  readonly limit: number;
  readonly offset: number;
  /** What the caller may see. */
  readonly visible: VisibleDesktops;
}

const TextOrNull = Type.Unsafe<string | null>({ type: ['string', 'null'] });

const OpenItem = Type.Object({
  item_id: Type.String(),
  kind: oneOf(['server', 'volume', 'port']),
  provider_id: TextOrNull,
  intent: oneOf(['delete', 'detach']),
  asked_at: TextOrNull,
  attempts: Type.Integer({ description: 'Failed turns in a row.' }),
  last_error: TextOrNull,
});

/** One deletion among others: how far it is, and what it waits for. */
export const DeletionSummary = Type.Object({
  desktop_id: Type.String(),
  computer_name: Type.String(),
  engine: Type.Unsafe<string | null>({
    type: ['string', 'null'],
    description: 'What carries it out. simulated: nothing real is deleted.',
  }),
  replayed: Type.Boolean({
    description:
      'Ended again from the file of tombstones when the database was put back: this log has no receipt of it.',
  }),
  state: oneOf(['running', 'failed', 'done']),
  accepted_at: Type.String(),
  accepted_by: Type.String(),
  request_id: Type.String(),
  failed_since: TextOrNull,
  completed_at: TextOrNull,
  age_seconds: Type.Integer({ description: 'From acceptance until its end, or until now.' }),
  delete_users: Type.Boolean(),
  email_notification: Type.Boolean(),
  is_force_delete: Type.Boolean(),
  items_total: Type.Integer(),
  items_ended: Type.Integer(),
  items_released: Type.Integer(),
  waiting_for: Type.Array(OpenItem, {
    description: 'The items of the present stage that have not ended, the most troubled first, at most 10.',
  }),
});

export const DeletionList = Type.Object({
  total_count: Type.Integer(),
  oldest_open_seconds: Type.Unsafe<number | null>({
    type: ['integer', 'null'],
    description: 'Age of the oldest deletion of the project that has not ended; null: there is none.',
  }),
  deletions: Type.Array(DeletionSummary),
});

interface Row {
  readonly desktop_id: DesktopId;
  readonly computer_name: string;
  readonly engine: string | null;
  readonly replayed: boolean;
  readonly state: DeletionState;
  readonly accepted_at: Date;
  readonly accepted_by: string;
  readonly request_id: string;
  readonly failed_since: Date | null;
  readonly completed_at: Date | null;
  readonly delete_users: boolean;
  readonly email_notification: boolean;
  readonly is_force_delete: boolean;
  readonly items_total: number;
  readonly items_ended: number;
  readonly items_released: number;
  readonly waiting_for: Static<typeof OpenItem>[];
}

/** A page of the project's deletions, how many there are on all pages, and the age of the oldest that has not ended. */
export async function listDeletions(
  pool: pg.Pool,
  projectId: ProjectId,
  filter: DeletionFilter,
): Promise<Static<typeof DeletionList>> {
  const { enterpriseProjects, ids } = filter.visible;
  const chosen = [
    projectId,
    filter.states,
    filter.acceptedAfter,
    filter.acceptedBefore,
    enterpriseProjects,
    ids,
  ];
  const [{ rows }, { rows: totals }] = await Promise.all([
    pool.query<Row>({
      name: 'list deletions',
      text: pageText,
      values: [...chosen, filter.limit, filter.offset],
    }),
    pool.query<{ total: number; oldest: Date | null; now: Date }>({
      name: 'count deletions',
      text: totalText,
      values: chosen,
    }),
  ]);
  const [total] = totals;
  const oldest = total?.oldest ?? null;
  const secondsSince = (time: Date, end: Date | null): number =>
    Math.max(0, Math.floor(((end ?? total?.now ?? time).getTime() - time.getTime()) / 1000));
  return {
    total_count: total?.total ?? 0,
    oldest_open_seconds: oldest === null ? null : secondsSince(oldest, null),
    deletions: rows.map((row) => ({
      ...row,
      accepted_at: row.accepted_at.toISOString(),
      failed_since: row.failed_since?.toISOString() ?? null,
      completed_at: row.completed_at?.toISOString() ?? null,
      age_seconds: secondsSince(row.accepted_at, row.completed_at),
    })),
  };
}

const seen = `
  ($5::text[] is null or desktops.enterprise_project_id = any($5::text[]))
  and ($6::uuid[] is null or desktops.id = any($6::uuid[]))`;

const conditions = `
  d.project_id = $1 and (cardinality($2::text[]) = 0 or d.state = any($2::text[]))
  and ($3::timestamptz is null or d.accepted_at >= $3) and ($4::timestamptz is null or d.accepted_at < $4)
  and ${seen}`;

const totalText = `
  select count(*)::int as total, clock_timestamp() as now,
    (select min(o.accepted_at) from deletions o join desktops on desktops.id = o.desktop_id
     where o.project_id = $1 and o.state <> 'done' and ${seen}) as oldest
  from deletions d join desktops on desktops.id = d.desktop_id where ${conditions}`;

const pageText = `
  select d.desktop_id, desktops.computer_name, d.engine, d.replayed_at is not null as replayed, d.state, d.accepted_at, d.accepted_by, d.request_id, d.failed_since,
    d.completed_at, d.delete_users, d.email_notification, d.is_force_delete,
    i.total as items_total, i.ended as items_ended, i.released as items_released,
    coalesce(w.items, '[]'::json) as waiting_for
  from deletions d
  join desktops on desktops.id = d.desktop_id
  cross join lateral (
    select count(*)::int as total, count(ended)::int as ended,
      (count(*) filter (where ended = 'released'))::int as released,
      min(stage) filter (where ended is null) as stage
    from deletion_items where desktop_id = d.desktop_id
  ) i
  left join lateral (
    select json_agg(json_build_object('item_id', o.item_id, 'kind', o.kind, 'provider_id', o.provider_id,
      'intent', o.intent, 'asked_at', to_char(o.asked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'attempts', o.attempts, 'last_error', o.last_error)) as items
    from (
      select x.item_id, x.kind, items.provider_id, x.intent, x.asked_at, x.attempts, x.last_error
      from deletion_items x join items on items.id = x.item_id
      where x.desktop_id = d.desktop_id and x.ended is null and x.stage = i.stage
      order by x.attempts desc, x.item_id
      limit 10
    ) o
  ) w on true
  where ${conditions}
  order by d.accepted_at desc, d.desktop_id
  limit $7 offset $8`;
