import { type Kysely, sql } from 'kysely';
import type { LogEntryKind } from '../database/schema/logSchema.js';
import type { Schema } from '../database/schema.js';
import type { DesktopId, ProjectId } from '../ids.js';
import { type Gap, type LogPlace, readOn } from './logPlace.js';

export interface NewEntry {
  readonly sequence: number;
  readonly kind: LogEntryKind;
  readonly leafHash: Buffer;
  readonly projectId: ProjectId | null;
  readonly desktopId: DesktopId | null;
  /** Null as well when its kind was not asked for. */
  readonly payload: Buffer | null;
}

export interface NewEntries {
  /** In the order of their numbers. */
  readonly entries: readonly NewEntry[];
  /** Where to go on, once they are dealt with. */
  readonly place: LogPlace;
}

interface Row {
  readonly oldest: string;
  readonly sequence: string | null;
  readonly kind: LogEntryKind;
  readonly leafHash: Buffer;
  readonly projectId: ProjectId | null;
  readonly desktopId: DesktopId | null;
  readonly payload: Buffer | null;
}

/**
 * Entries that are committed and that whoever is at this place has not seen: none is left out, however late its transaction ends, and
 * nothing is waited for.
 * @param transaction that has changed nothing yet, or that nothing else works beside
 * @param payloadsOf the kinds of which the payload is read
 */
export async function readNewEntries(
  transaction: Kysely<Schema>,
  place: LogPlace,
  payloadsOf: readonly LogEntryKind[],
  max: number,
): Promise<NewEntries> {
  const { rows } = await sql<Row>`
    with entry as (
      (select * from log_entries where sequence >= ${place.next} order by sequence limit ${max})
      union all
      select e.* from unnest(${place.gaps.map((gap) => gap.low)}::bigint[], ${place.gaps.map((gap) => gap.high)}::bigint[])
        as gap (low, high), lateral (select * from log_entries where sequence between gap.low and gap.high) e
      order by sequence limit ${max}
    )
    select pg_snapshot_xmin(pg_current_snapshot())::text as oldest, e.sequence, e.kind, e.leaf_hash as "leafHash",
      e.project_id as "projectId", e.desktop_id as "desktopId",
      case when e.kind = any(${payloadsOf}::text[]) then e.payload end as payload
    from (select) one left join entry e on true order by e.sequence`.execute(transaction);
  const entries = rows.flatMap(({ sequence, ...entry }) =>
    sequence === null ? [] : [{ ...entry, sequence: Number(sequence) }],
  );
  const look = {
    sequences: entries.map(({ sequence }) => sequence),
    cut: entries.length === max,
    oldest: Number(rows[0]?.oldest ?? 0),
    later: entries.length === 0 ? 0 : await ownNumber(transaction),
  };
  return { entries, place: readOn(place, look) };
}

/** Given to the transaction now, unless it has changed something before. */
async function ownNumber(transaction: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ own: string }>`select pg_current_xact_id()::text as own`.execute(transaction);
  return Number(rows[0]?.own);
}

/** The gaps as they are stored; null: none. */
export function writeGaps(gaps: readonly Gap[]): string | null {
  return gaps.length === 0 ? null : JSON.stringify(gaps.map(({ low, high, before }) => [low, high, before]));
}

/** Our own writing, read back. */
export function readGaps(value: unknown): Gap[] {
  if (!Array.isArray(value)) return [];
  return value.map((gap: readonly unknown[]) => ({
    low: Number(gap[0]),
    high: Number(gap[1]),
    before: Number(gap[2]),
  }));
}
