import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { readAppliedMigrations } from '../database/appliedMigrations.js';
import { numberTombstones } from '../tombstones/numberTombstones.js';
import {
  type BackupHead,
  backupFormat,
  backupVersion,
  writeEnd,
  writeHead,
  writeRow,
  writeTable,
} from './backupFormat.js';
import { readTables, type Table } from './tables.js';

/** What a backup holds. */
export interface BackupSummary {
  readonly takenAt: string;
  /** Rows by table. */
  readonly rows: ReadonlyMap<string, number>;
  /** The last tombstone in it: what ended later is in the file of tombstones only. */
  readonly tombstones: number;
}

/** A row may be 60 kB. */
const page = 250;

/**
 * Writes everything of the database into a file: one snapshot, so that all of it is of one moment, while the service goes
 * on. Holds password hashes and sealed secrets: the file is to be readable by its owner only. The master key is not in it.
 * @param file opened for writing, empty; left open
 */
export async function writeBackup(pool: pg.Pool, file: FileHandle): Promise<BackupSummary> {
  let numbered: number;
  do numbered = await numberTombstones(pool);
  while (numbered > 0);
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(`set local timezone = 'UTC'`);
    const head = await readHead(client);
    const tables = await readTables(client);
    const rows = new Map(tables.map(({ name }) => [name, 0]));
    await pipeline(
      () => linesOf(client, head, tables, rows),
      createGzip(),
      // Not a stream of the file's own: that would close it, or keep it from being closed.
      async (packed: AsyncIterable<Buffer>) => {
        for await (const part of packed) await file.writeFile(part);
      },
    );
    await file.sync();
    return { takenAt: head.takenAt, rows, tombstones: head.tombstones };
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release();
  }
}

async function readHead(client: pg.PoolClient): Promise<BackupHead> {
  const { rows } = await client.query<{ takenAt: Date; tombstones: number }>(
    `select now() as "takenAt", coalesce((select max(position) from tombstones), 0)::float8 as tombstones`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('The database did not say what time it is.');
  return {
    format: backupFormat,
    version: backupVersion,
    takenAt: row.takenAt.toISOString(),
    migrations: (await readAppliedMigrations(client)) ?? [],
    tombstones: row.tombstones,
  };
}

/** @param counts filled as the rows go by */
async function* linesOf(
  client: pg.PoolClient,
  head: BackupHead,
  tables: readonly Table[],
  counts: Map<string, number>,
): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const hashed = (text: string): string => {
    hash.update(text);
    return text;
  };
  yield hashed(writeHead(head));
  for (const { name, columns } of tables) {
    yield hashed(writeTable(name, columns));
    await client.query(
      `declare rows no scroll cursor for select to_jsonb(t)::text as json from ${pg.escapeIdentifier(name)} t`,
    );
    for (;;) {
      const { rows } = await client.query<{ json: string }>(`fetch ${page} from rows`);
      if (rows.length === 0) break;
      counts.set(name, (counts.get(name) ?? 0) + rows.length);
      yield hashed(rows.map(({ json }) => writeRow(json)).join(''));
    }
    await client.query('close rows');
  }
  yield writeEnd({ rows: counts, digest: hash.digest('hex') });
}
