import { type Kysely, sql } from 'kysely';
import type { Schema } from '../database/schema.js';
import type { DesktopId, ProjectId } from '../ids.js';
import { type LogEntryKind, prepareEntry } from './logEntry.js';
import type { JsonObject } from './verify/canonicalJson.js';

export interface NewEntry {
  readonly kind: LogEntryKind;
  readonly projectId: ProjectId;
  /** Null for what is said of the log itself, or of a person. */
  readonly desktopId: DesktopId | null;
  /** Times as RFC 3339 text, hashes in hexadecimal digits; no personal data except as commitments. */
  readonly content: JsonObject;
}

/**
 * Appends an entry to the log, in the transaction of what it tells of: both become true, or neither. Its place in the tree
 * follows within about a second (design D15).
 * @returns its leaf hash
 */
export async function appendEntry(transaction: Kysely<Schema>, entry: NewEntry): Promise<Buffer> {
  const { payload, leafHash } = prepareEntry(entry.content);
  await sql`
    with entry as (
      insert into log_entries (leaf_hash, kind, project_id, desktop_id, payload)
      values (${leafHash}, ${entry.kind}, ${entry.projectId}, ${entry.desktopId}, ${payload})
      returning leaf_hash
    )
    insert into log_queue (leaf_hash) select leaf_hash from entry`.execute(transaction);
  return leafHash;
}
