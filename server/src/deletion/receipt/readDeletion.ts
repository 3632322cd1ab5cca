import { type Kysely, sql } from 'kysely';
import type { Database } from '../../database/connect.js';
import type { Schema } from '../../database/schema.js';
import type { DesktopId, ProjectId } from '../../ids.js';

/**
 * A deletion as the ledger has it at one moment, so that it is seen whole or, once it was let go, not at all.
 * @returns undefined when there is none in the project
 */
export async function readDeletion(database: Database, projectId: ProjectId, desktopId: DesktopId) {
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((snapshot) => readFrom(snapshot, projectId, desktopId));
}

async function readFrom(database: Kysely<Schema>, projectId: ProjectId, desktopId: DesktopId) {
  const deletion = await database
    .selectFrom('deletions')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('desktop_id', '=', desktopId)
    .executeTakeFirst();
  if (deletion === undefined) return undefined;
  const items = await database
    .selectFrom('deletion_items as i')
    .innerJoin('items as l', 'l.id', 'i.item_id')
    .select([
      'i.item_id',
      'i.kind',
      'i.intent',
      'i.stage',
      'l.provider_id',
      sql<Date | null>`greatest(i.asked_at, i.first_asked_at)`.as('asked_at'),
      'i.first_absent_at',
      'i.ended',
      'i.ended_at',
      'i.absence_grade',
      'i.observed_by',
      'i.attempts',
      'i.last_error',
      'i.released_by',
      'i.release_reason',
    ])
    .where('i.desktop_id', '=', desktopId)
    .orderBy('i.stage')
    .orderBy('i.item_id')
    .execute();
  const users = await database
    .selectFrom('deletion_users')
    .select(['user_id', 'user_name', 'outcome', 'reason'])
    .where('desktop_id', '=', desktopId)
    .orderBy('user_id')
    .execute();
  return { deletion, items, users };
}

export type DeletionReading = NonNullable<Awaited<ReturnType<typeof readDeletion>>>;
