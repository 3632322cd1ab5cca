import type { Ambient } from '../ambient.js';
import type { Database } from '../database/connect.js';

/**
 * Gives the log of a new database its identity.
 * @returns the id that its heads carry
 */
export async function openLog(database: Database, ambient: Ambient): Promise<string> {
  await database
    .insertInto('log_identity')
    .values({ id: ambient.uuid(), created_at: ambient.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { id } = await database.selectFrom('log_identity').select('id').executeTakeFirstOrThrow();
  return id;
}
