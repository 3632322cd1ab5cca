import type { Opening } from '@deskplane/verify/commitment.js';
import type { Kysely } from 'kysely';
import type { Ambient } from '../ambient.js';
import type { Schema } from '../database/schema.js';
import type { DesktopId, DesktopUserId } from '../ids.js';

/** A value to commit to, under a fresh salt. */
export function saltValue(ambient: Ambient, subject: string, field: string, value: string): Opening {
  return { subject, field, value, salt: ambient.randomBytes(32).toString('hex') };
}

/** The field of the address that a call came from. */
export const sourceAddress = 'source_ip';

/** How a desktop user is called as the subject of personal data. */
export function userSubject(userId: DesktopUserId): string {
  return `user:${userId}`;
}

/** What of a desktop's log entries can still be opened. */
export async function readOpenings(database: Kysely<Schema>, desktopId: DesktopId): Promise<Opening[]> {
  const rows = await database
    .selectFrom('personal_data')
    .select(['subject', 'field', 'salt', 'value'])
    .where('desktop_id', '=', desktopId)
    // Where a call came from is for the account's audit events, not for whoever is shown a receipt.
    .where('field', '!=', sourceAddress)
    .orderBy('subject')
    .orderBy('field')
    .execute();
  return rows.flatMap(({ subject, field, salt, value }) =>
    salt === null || value === null ? [] : [{ subject, field, salt: salt.toString('hex'), value }],
  );
}
