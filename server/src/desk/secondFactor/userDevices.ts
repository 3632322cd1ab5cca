import { sql } from 'kysely';
import type { Database } from '../../database/connect.js';
import type { DesktopUserId, ProjectId } from '../../ids.js';

/** Whose devices. */
interface Owner {
  readonly projectId: ProjectId;
  readonly id: DesktopUserId;
}

/** The device of a user that makes his codes; one that was only shown to him is none yet. */
export async function listDevices(database: Database, { projectId, id }: Owner) {
  return database
    .selectFrom('otp_devices')
    .select(['id', 'confirmed_at as boundAt'])
    .where('project_id', '=', projectId)
    .where('user_id', '=', id)
    .where('confirmed_at', 'is not', null)
    .$narrowType<{ boundAt: Date }>()
    .execute();
}

/**
 * Takes devices off a user, with the sessions that a code of them let in. What is not there is gone already.
 */
export async function removeDevices(
  database: Database,
  { projectId, id }: Owner,
  ids: readonly string[],
): Promise<void> {
  await database
    .deleteFrom('otp_devices')
    .where('project_id', '=', projectId)
    .where('user_id', '=', id)
    .where(sql<boolean>`id = any(${ids}::text[])`)
    .execute();
}
