import { type Kysely, sql } from 'kysely';
import type pg from 'pg';
import type { Schema } from '../../database/schema.js';
import type { DesktopId, ProjectId } from '../../ids.js';
import type { LedgerDeletion, LedgerHead, LedgerItem, LedgerUser } from './ledgerDeletion.js';

/** The flags of a deletion as JSON. @param row of `deletions` or `deletion_orders` */
export const flagsJson = (row: string): string => `
  json_build_object('deleteUsers', ${row}.delete_users, 'emailNotification', ${row}.email_notification,
    'force', ${row}.is_force_delete)`;

/** The columns of a deletion's head, of a row of `deletions` that is called `d`. */
export const headColumns = `
  d.desktop_id as "desktopId", d.disk_of as "diskOf", d.kind, d.project_id as "projectId", d.engine, d.state,
  ${flagsJson('d')} as flags,
  d.plan_digest as "planDigest", d.accepted_at as "acceptedAt", d.accepted_by as "acceptedBy", d.request_id as "requestId",
  d.failed_since as "failedSince", d.completed_at as "completedAt", d.replayed_at as "replayedAt"`;

/**
 * The name of whoever asked for a deletion, as a text; empty: no longer on record.
 * @param desktopId the column with the desktop's id
 * @param acceptedBy the column with the id of who asked
 */
export const acceptedByName = (desktopId: string, acceptedBy: string): string => `
  coalesce(
    (select p.value from personal_values p where p.desktop_id = ${desktopId} and p.subject = 'actor' and p.field = 'name'),
    (select u.name from iam_users u where u.id = ${acceptedBy}), '')`;

/** An item as JSON, of a row of `deletion_items` that is called `i` and its row of `items` that is called `l`. */
export const itemJson = `
  json_build_object('id', i.item_id, 'kind', i.kind, 'intent', i.intent, 'stage', i.stage, 'name', l.single_use_name,
    'providerId', l.provider_id, 'generation', l.generation, 'ownership', l.ownership,
    'createdAt', milliseconds(l.engine_created_at), 'firstAskedAt', milliseconds(i.first_asked_at),
    'askedAt', milliseconds(i.asked_at), 'lastAskedAt', milliseconds(greatest(i.asked_at, i.first_asked_at)),
    'firstAbsentAt', milliseconds(i.first_absent_at), 'ended', i.ended, 'endedAt', milliseconds(i.ended_at),
    'grade', i.absence_grade, 'keyId', l.key_id,
    'keyDestroyedAt', milliseconds(i.key_destroyed_at), 'observedBy', i.observed_by, 'attempts', i.attempts, 'lastError', i.last_error,
    'releasedBy', i.released_by, 'releaseReason', i.release_reason)`;

/** The columns of a whole deletion, as {@link headColumns}; read by {@link toDeletion}. */
export const deletionColumns = `${headColumns},
  (select coalesce(json_agg(${itemJson} order by i.stage, i.item_id), '[]')
     from deletion_items i join items l on l.id = i.item_id where i.desktop_id = d.desktop_id) as items,
  (select coalesce(json_agg(json_build_object('id', u.user_id, 'name', u.user_name, 'outcome', u.outcome,
       'reason', u.reason) order by u.user_id), '[]')
     from deletion_users u where u.desktop_id = d.desktop_id) as users`;

/** A deletion as {@link deletionColumns} answer it. */
export interface DeletionRow extends LedgerHead {
  readonly items: readonly ItemJson[];
  readonly users: readonly LedgerUser[];
}

type ItemTime =
  | 'createdAt'
  | 'firstAskedAt'
  | 'askedAt'
  | 'lastAskedAt'
  | 'firstAbsentAt'
  | 'endedAt'
  | 'keyDestroyedAt';

/** An item as {@link itemJson} has it: times are milliseconds since 1970. */
export type ItemJson = Omit<LedgerItem, ItemTime> & { readonly [Time in ItemTime]: number | null };

export function toDeletion<Row extends DeletionRow>(
  row: Row,
): Omit<Row, 'items'> & Pick<LedgerDeletion, 'items'> {
  return { ...row, items: row.items.map(toItem) };
}

export function toItem(item: ItemJson): LedgerItem {
  return {
    ...item,
    createdAt: toTime(item.createdAt),
    firstAskedAt: toTime(item.firstAskedAt),
    askedAt: toTime(item.askedAt),
    lastAskedAt: toTime(item.lastAskedAt),
    firstAbsentAt: toTime(item.firstAbsentAt),
    endedAt: toTime(item.endedAt),
    keyDestroyedAt: toTime(item.keyDestroyedAt),
  };
}

function toTime(value: number | null): Date | null {
  return value === null ? null : new Date(value);
}

/** Reads deletions, each as of one moment, all of them in one statement. Desktops without one are left out. */
export async function readDeletions(
  pool: pg.Pool,
  desktopIds: readonly DesktopId[],
): Promise<LedgerDeletion[]> {
  const { rows } = await pool.query<DeletionRow>({
    name: 'read deletions',
    text: `select ${deletionColumns} from deletions d where d.desktop_id = any($1::uuid[])`,
    values: [desktopIds],
  });
  return rows.map(toDeletion);
}

/**
 * Reads one deletion in one statement, so that it is seen whole or, once it was let go, not at all.
 * @returns undefined when the project has none of that desktop
 */
export async function findDeletion(
  database: Kysely<Schema>,
  projectId: ProjectId,
  desktopId: DesktopId,
): Promise<LedgerDeletion | undefined> {
  const { rows } = await sql<DeletionRow>`
    select ${sql.raw(deletionColumns)} from deletions d
    where d.project_id = ${projectId} and d.desktop_id = ${desktopId}`.execute(database);
  const [row] = rows;
  return row === undefined ? undefined : toDeletion(row);
}
