import type pg from 'pg';
import { StartError } from '../system/errorCode.js';
import { readTombstoneState } from './numberTombstones.js';
import type { Tombstone } from './tombstone.js';

/** How far a file of tombstones can tell what has ended since a database was as it is. */
export interface Knowledge {
  /** The last number in the file; 0: it is empty. */
  readonly file: number;
  /** When that ended, ISO 8601; undefined: the file is empty. */
  readonly until: string | undefined;
  /** The last number in the database. */
  readonly database: number;
  /** Whether the shorter of the two is the beginning of the longer one. */
  readonly shared: boolean;
}

/** Compares a file with a database, before anything of it is replayed. */
export async function compareTombstones(
  client: pg.PoolClient,
  stones: readonly Tombstone[],
): Promise<Knowledge> {
  const last = stones.at(-1);
  const { lastPosition: database } = await readTombstoneState(client, 0);
  const common = Math.min(stones.length, database);
  const { hashAt } = await readTombstoneState(client, common);
  return {
    file: last?.position ?? 0,
    until: last?.endedAt,
    database,
    shared: common === 0 || hashAt === stones[common - 1]?.hash,
  };
}

/**
 * A file that ends before the database does knows of nothing that has ended since.
 * @param what the database is: "the backup", "the database"
 * @param remedy what to do, and that nothing was done
 * @throws {StartError}
 */
export function refuseOlder(known: Knowledge, what: string, remedy: string): void {
  if (!isOlder(known)) return;
  const { file, database } = known;
  throw new StartError(
    `The tombstone file ends with number ${file}, but ${what} already has number ${database}: the file is ` +
      `older and lacks the later deletions. ${remedy}`,
  );
}

export function isOlder({ file, database, shared }: Knowledge): boolean {
  return shared && file < database;
}
