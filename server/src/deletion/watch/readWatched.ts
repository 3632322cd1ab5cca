import type pg from 'pg';
import type { DesktopId, ItemId } from '../../ids.js';
import type { WatchedDeletion, WatchedItem } from './deletionEvents.js';

interface Row {
  readonly desktopId: DesktopId;
  readonly engine: string | null;
  readonly state: WatchedDeletion['state'];
  readonly acceptedAt: Date;
  readonly failedSince: Date | null;
  readonly completedAt: Date | null;
  readonly items:
    | [
        ItemId,
        WatchedItem['kind'],
        WatchedItem['intent'],
        string | null,
        WatchedItem['ended'],
        string | null,
        string | null,
        string | null,
      ][]
    | null;
}

/** Reads deletions with their items, all of them in one statement. Desktops without a deletion are left out. */
export async function readWatched(
  pool: pg.Pool,
  desktopIds: readonly DesktopId[],
): Promise<WatchedDeletion[]> {
  const { rows } = await pool.query<Row>({
    name: 'read watched deletions',
    text: `
      select d.desktop_id as "desktopId", d.engine, d.state, d.accepted_at as "acceptedAt", d.failed_since as "failedSince",
        d.completed_at as "completedAt",
        (select json_agg(json_build_array(i.item_id, i.kind, i.intent, i.first_asked_at, i.ended, i.ended_at,
             i.absence_grade, i.last_error) order by i.stage, i.item_id)
           from deletion_items i where i.desktop_id = d.desktop_id) as items
      from deletions d where d.desktop_id = any($1::uuid[])`,
    values: [desktopIds],
  });
  return rows.map((row) => ({
    ...row,
    items: (row.items ?? []).map(
      ([id, kind, intent, firstAskedAt, ended, endedAt, grade, lastError]): WatchedItem => ({
        id,
        kind,
        intent,
        firstAskedAt: firstAskedAt === null ? null : new Date(firstAskedAt),
        ended,
        endedAt: endedAt === null ? null : new Date(endedAt),
        grade,
        lastError,
      }),
    ),
  }));
}
