import type { JsonObject } from '@deskplane/verify/canonicalJson.js';
import { sql } from 'kysely';
import type { Transaction } from '../database/connect.js';
import type { LogEntryKind } from '../database/schema/logSchema.js';
import type { DesktopId, ProjectId } from '../ids.js';
import { prepareEntry } from './logEntry.js';

export interface NewEntry {
  readonly kind: LogEntryKind;
  readonly projectId: ProjectId;
  /** Null for what is said of the log itself, or of a user. */
  readonly desktopId: DesktopId | null;
  /** Times as RFC 3339 text, hashes in hexadecimal digits; no personal data except as commitments. */
  readonly content: JsonObject;
}

/** Appends one entry. */
export async function appendEntry(transaction: Transaction, entry: NewEntry): Promise<void> {
  await appendEntries(transaction, [entry]);
}

/**
 * Appends entries to the log, in the transaction of what they tell of: both become true, or neither. Their places in the tree
 * follow within about a second (D15). The project of an entry about a desktop is the desktop's, and not written again.
 * @returns their leaf hashes
 */
export async function appendEntries(
  transaction: Transaction,
  entries: readonly NewEntry[],
): Promise<Buffer[]> {
  if (entries.length === 0) return [];
  const prepared = entries.map((entry) => prepareEntry(entry.content));
  await sql`
    with entry as (
      insert into log_entries (leaf_hash, kind, project_id, desktop_id, payload)
      select hash, kind, case when d.id is null then entry.project_id end, desktop_id, payload
      from unnest(${prepared.map(({ leafHash }) => leafHash)}::bytea[], ${entries.map(({ kind }) => kind)}::text[],
        ${entries.map(({ projectId }) => projectId)}::text[], ${entries.map(({ desktopId }) => desktopId)}::uuid[],
        ${prepared.map(({ payload }) => payload)}::bytea[]) as entry (hash, kind, project_id, desktop_id, payload)
      left join desktops d on d.id = desktop_id and d.project_id = entry.project_id
      returning leaf_hash
    )
    insert into log_queue (leaf_hash) select leaf_hash from entry`.execute(transaction);
  return prepared.map(({ leafHash }) => leafHash);
}
