import type { Envelope } from '@deskplane/verify/envelope.js';
import { type Kysely, sql } from 'kysely';
import type { LogEntryKind } from '../database/schema/logSchema.js';
import type { Schema } from '../database/schema.js';
import type { DesktopId, ProjectId } from '../ids.js';
import { exactBytes } from './logEntry.js';
import { readRoots } from './readNodes.js';
import { consistencyRanges, inclusionRanges } from './treeShape.js';

/** The log's newest signed head. */
export interface SignedHead {
  readonly size: number;
  readonly root: Buffer;
  readonly envelope: Envelope;
}

/** @returns undefined before anything was sealed */
export async function readHead(database: Kysely<Schema>): Promise<SignedHead | undefined> {
  const row = await database
    .selectFrom('log_heads')
    .select(['size', 'root', 'envelope'])
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { size: Number(row.size), root: row.root, envelope: toEnvelope(row.envelope) };
}

/** A sealed entry. */
export interface SealedEntry {
  readonly kind: LogEntryKind;
  readonly index: number;
  /** Canonical JSON. */
  readonly payload: Buffer;
  /** Of kinds that are signed each by themselves. */
  readonly signature: { readonly keyId: string; readonly bytes: Buffer } | undefined;
}

interface EntryRow {
  readonly kind: LogEntryKind;
  readonly payload: Buffer;
  readonly index: string;
  readonly key_id: string | null;
  readonly signature: Buffer | null;
}

/** A desktop's entries that are within a log of that size, in their order. */
export async function readEntries(
  database: Kysely<Schema>,
  projectId: ProjectId,
  desktopId: DesktopId,
  size: number,
): Promise<SealedEntry[]> {
  const { rows } = await sql<EntryRow>`
    select e.kind, e.payload, place.*
    from log_entries e cross join lateral log_place(e.sequence) place
    where ${areOf(projectId, desktopId)} and place.index < ${size}
    order by place.index`.execute(database);
  return rows.map(({ kind, payload, index, key_id, signature }) => ({
    kind,
    payload: exactBytes(payload),
    index: Number(index),
    signature: key_id === null || signature === null ? undefined : { keyId: key_id, bytes: signature },
  }));
}

/** A desktop's entries of a kind, also those that are not sealed yet, in their order. */
export async function readWritten(
  database: Kysely<Schema>,
  projectId: ProjectId,
  desktopId: DesktopId,
  kind: LogEntryKind,
): Promise<{ readonly sequence: number; readonly payload: Buffer }[]> {
  const { rows } = await sql<{ sequence: string; payload: Buffer }>`
    select e.sequence, e.payload from log_entries e
    where ${areOf(projectId, desktopId)} and e.kind = ${kind}
    order by e.sequence`.execute(database);
  return rows.map(({ sequence, payload }) => ({
    sequence: Number(sequence),
    payload: exactBytes(payload),
  }));
}

/** Without a project of its own an entry has the desktop's (S16). */
function areOf(projectId: ProjectId, desktopId: DesktopId) {
  return sql`e.desktop_id = ${desktopId}
    and coalesce(e.project_id, (select project_id from desktops where id = e.desktop_id)) = ${projectId}`;
}

/** The hashes that prove that an entry is in the log of that size. */
export async function proveInclusion(
  database: Kysely<Schema>,
  index: number,
  size: number,
): Promise<Buffer[]> {
  return readRoots(database, inclusionRanges(index, size));
}

/** The hashes that prove that the log of the second size began as the one of the first. */
export async function proveConsistency(
  database: Kysely<Schema>,
  first: number,
  second: number,
): Promise<Buffer[]> {
  return readRoots(database, consistencyRanges(first, second));
}

/** Our own writing, read back. */
function toEnvelope(value: unknown): Envelope {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the column is written by sealLog only
  return value as Envelope;
}
