import type { Opening } from '@deskplane/verify/commitment.js';
import { type Kysely, sql } from 'kysely';
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

/** What opens the commitments in a desktop's log entries, as it is stored: by subject and field the salt in base64, and the value. */
type StoredOpenings = Readonly<Record<string, Readonly<Record<string, readonly [string, string]>>>>;

/** Openings as they are stored; of two of the same subject and field the later one. */
export function storedOpenings(openings: readonly Opening[]): StoredOpenings {
  const stored: Record<string, Record<string, readonly [string, string]>> = {};
  for (const { subject, field, salt, value } of openings)
    stored[subject] = { ...stored[subject], [field]: [Buffer.from(salt, 'hex').toString('base64'), value] };
  return stored;
}

/** What of a desktop's log entries can still be opened. */
export async function readOpenings(database: Kysely<Schema>, desktopId: DesktopId): Promise<Opening[]> {
  // Where a call came from is for the account's audit events, not for whoever is shown a receipt.
  const { rows } = await sql<Opening>`
    select subject, field, encode(salt, 'hex') as salt, value from personal_values
    where desktop_id = ${desktopId} and field <> ${sourceAddress}
    order by subject, field`.execute(database);
  return rows;
}
