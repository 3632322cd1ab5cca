import { createHash } from 'node:crypto';

/** One end for good, with its place in the order of all ends. */
export interface Tombstone {
  /** 1, 2, 3 … without gaps. */
  readonly position: number;
  readonly kind: string;
  readonly subject: string;
  readonly projectId: string | null;
  /** ISO 8601 in UTC with microseconds, as the database has it. */
  readonly endedAt: string;
  /** JSON, or null. */
  readonly facts: string | null;
  /** Hex. */
  readonly hash: string;
}

/** What comes before the first tombstone. */
export const noHash = '0'.repeat(64);

/** The hash of a tombstone: over the one before and everything it says, so that no line can be changed or left out. */
export function hashTombstone(before: string, stone: Omit<Tombstone, 'hash'>): string {
  const { position, kind, subject, projectId, endedAt, facts } = stone;
  const said = JSON.stringify([before, position, kind, subject, projectId, endedAt, facts]);
  return createHash('sha256').update(said).digest('hex');
}

/** One line of the file, without its end. */
export function writeTombstone({
  position,
  kind,
  subject,
  projectId,
  endedAt,
  facts,
  hash,
}: Tombstone): string {
  return JSON.stringify({ position, kind, subject, project_id: projectId, ended_at: endedAt, facts, hash });
}

/** Reads one line of the file; undefined for anything else. Does not check the hash. */
export function readTombstone(line: string): Tombstone | undefined {
  const fields = parse(line);
  if (fields === undefined) return undefined;
  const position = fields.get('position');
  const [kind, subject, endedAt, hash] = ['kind', 'subject', 'ended_at', 'hash'].map((key) =>
    fields.get(key),
  );
  const projectId = fields.get('project_id');
  const facts = fields.get('facts');
  if (typeof position !== 'number' || !Number.isSafeInteger(position) || position < 1) return undefined;
  if (typeof kind !== 'string' || typeof subject !== 'string' || typeof endedAt !== 'string')
    return undefined;
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) return undefined;
  if (projectId !== null && typeof projectId !== 'string') return undefined;
  if (facts !== null && typeof facts !== 'string') return undefined;
  return { position, kind, subject, projectId, endedAt, facts, hash };
}

function parse(line: string): Map<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}
