import type pg from 'pg';
import { type Static, Type } from 'typebox';
import type { VisibleDesktops } from '../../access/visibleDesktops.js';
import { inOneSnapshotOf } from '../../database/oneSnapshot.js';
import { itemKinds } from '../../engines/contract.js';
import type { Language } from '../../errors/errors.js';
import { oneOf } from '../../http/schemas/values.js';
import type { ProjectId } from '../../ids.js';
import { describeLastError } from '../ledger/askedInVain.js';
import type { LedgerHead, LedgerItem } from '../ledger/ledgerDeletion.js';
import { acceptedByName, headColumns, type ItemJson, itemJson, toItem } from '../ledger/readDeletions.js';
import { presentPartId } from '../receipt/presentDeletion.js';
import { AcceptedByName } from '../receipt/schemas.js';

/** Which deletions are wanted, the newest first. */
export interface DeletionFilter {
  /** Empty: every state. */
  readonly states: readonly LedgerHead['state'][];
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
  kind: oneOf(itemKinds),
  provider_id: TextOrNull,
  intent: oneOf(['delete', 'detach']),
  asked_at: TextOrNull,
  attempts: Type.Integer({ description: 'Failed turns in a row.' }),
  last_error: TextOrNull,
});

/** One deletion among others: how far it is, and what it waits for. */
export const DeletionSummary = Type.Object({
  desktop_id: Type.String(),
  volume_id: Type.Optional(
    Type.String({ description: 'The disk that goes without its desktop; left out: the desktop goes.' }),
  ),
  snapshot_id: Type.Optional(
    Type.String({ description: 'The snapshot that goes alone; left out: none does.' }),
  ),
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
  accepted_by_name: AcceptedByName,
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

interface Row extends LedgerHead {
  readonly computerName: string;
  readonly acceptedByName: string;
  readonly total: number;
  readonly ended: number;
  readonly released: number;
  readonly waitingFor: readonly ItemJson[];
}

/** A page of the project's deletions, how many there are on all pages, and the age of the oldest that has not ended. */
export async function listDeletions(
  pool: pg.Pool,
  projectId: ProjectId,
  filter: DeletionFilter,
  language: Language,
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
  const { rows, total } = await inOneSnapshotOf(pool, async (client) => {
    const page = await client.query<Row>({
      name: 'list deletions',
      text: pageText,
      values: [...chosen, filter.limit, filter.offset],
    });
    const totals = await client.query<{ total: number; oldest: Date | null; now: Date }>({
      name: 'count deletions',
      text: totalText,
      values: chosen,
    });
    return { rows: page.rows, total: totals.rows[0] };
  });
  const oldest = total?.oldest ?? null;
  const secondsSince = (time: Date, end: Date | null): number =>
    Math.max(0, Math.floor(((end ?? total?.now ?? time).getTime() - time.getTime()) / 1000));
  return {
    total_count: total?.total ?? 0,
    oldest_open_seconds: oldest === null ? null : secondsSince(oldest, null),
    deletions: rows.map((row) => ({
      desktop_id: row.diskOf ?? row.desktopId,
      ...presentPartId(row.kind, row.desktopId),
      computer_name: row.computerName,
      engine: row.engine,
      replayed: row.replayedAt !== null,
      state: row.state,
      accepted_at: row.acceptedAt.toISOString(),
      accepted_by: row.acceptedBy,
      accepted_by_name: row.acceptedByName,
      request_id: row.requestId,
      failed_since: row.failedSince?.toISOString() ?? null,
      completed_at: row.completedAt?.toISOString() ?? null,
      age_seconds: secondsSince(row.acceptedAt, row.completedAt),
      delete_users: row.flags.deleteUsers,
      email_notification: row.flags.emailNotification,
      is_force_delete: row.flags.force,
      items_total: row.total,
      items_ended: row.ended,
      items_released: row.released,
      waiting_for: row.waitingFor.map(toItem).map((item) => presentOpenItem(item, language)),
    })),
  };
}

function presentOpenItem(item: LedgerItem, language: Language): Static<typeof OpenItem> {
  return {
    item_id: item.id,
    kind: item.kind,
    provider_id: item.providerId,
    intent: item.intent,
    asked_at: item.askedAt?.toISOString() ?? null,
    attempts: item.attempts,
    last_error: describeLastError(item.lastError, language),
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
    (select min(o.accepted_at) from deletion_progress join deletion_orders o using (desktop_id) join desktops
       on desktops.id = coalesce(o.disk_of, o.desktop_id)
     where o.project_id = $1 and ${seen}) as oldest
  from deletions d join desktops on desktops.id = coalesce(d.disk_of, d.desktop_id) where ${conditions}`;

const pageText = `
  select ${headColumns}, desktops.computer_name as "computerName",
    ${acceptedByName('d.desktop_id', 'd.accepted_by')} as "acceptedByName", c.total, c.ended, c.released,
    coalesce(w.items, '[]'::json) as "waitingFor"
  from deletions d
  join desktops on desktops.id = coalesce(d.disk_of, d.desktop_id)
  cross join lateral (
    select count(*)::int as total, count(ended)::int as ended,
      (count(*) filter (where ended = 'released'))::int as released,
      min(stage) filter (where ended is null) as stage
    from deletion_items where desktop_id = d.desktop_id
  ) c
  left join lateral (
    select json_agg(o.item) as items
    from (
      select ${itemJson} as item
      from deletion_items i join items l on l.id = i.item_id
      where i.desktop_id = d.desktop_id and i.ended is null and i.stage = c.stage
      order by i.attempts desc, i.item_id
      limit 10
    ) o
  ) w on true
  where ${conditions}
  order by d.accepted_at desc, d.desktop_id
  limit $7 offset $8`;
