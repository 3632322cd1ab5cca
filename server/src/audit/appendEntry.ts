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

/** Appends one entry. @returns its number */
export async function appendEntry(transaction: Transaction, entry: NewEntry): Promise<number> {
  const [sequence] = await appendEntries(transaction, [entry]);
  if (sequence === undefined) throw new Error('An entry of the log was not written.');
  return sequence;
}

/**
 * Appends entries to the log, in the transaction of what they tell of: both become true, or neither. Their places in the tree
 * follow within about a second (D15). The project of an entry about a desktop is the desktop's, and not written again.
 * @returns their numbers
 */
export async function appendEntries(
  transaction: Transaction,
  entries: readonly NewEntry[],
): Promise<number[]> {
  if (entries.length === 0) return [];
  const prepared = entries.map((entry) => prepareEntry(entry.content));
  const { rows } = await sql<{ sequence: string }>`
    insert into log_entries (leaf_hash, kind, project_id, desktop_id, payload)
    select hash, kind, case when d.id is null then entry.project_id end, desktop_id, payload
    from unnest(${prepared.map(({ leafHash }) => leafHash)}::bytea[], ${entries.map(({ kind }) => kind)}::text[],
        ${entries.map(({ projectId }) => projectId)}::text[], ${entries.map(({ desktopId }) => desktopId)}::uuid[],
        ${prepared.map(({ payload }) => payload)}::bytea[])
      with ordinality as entry (hash, kind, project_id, desktop_id, payload, place)
    left join desktops d on d.id = desktop_id and d.project_id = entry.project_id
    order by place
    returning sequence`.execute(transaction);
  return rows.map(({ sequence }) => Number(sequence));
}
