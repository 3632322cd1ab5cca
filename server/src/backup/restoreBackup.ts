import pg from 'pg';
import { type AppliedMigration, readAppliedMigrations } from '../database/appliedMigrations.js';
import type { Schema } from '../database/schema.js';
import { StartError } from '../system/errorCode.js';
import { compareTombstones, isOlder, type Knowledge, refuseOlder } from '../tombstones/compareTombstones.js';
import type { Tombstone } from '../tombstones/tombstone.js';
import type { BackupHead } from './backupFormat.js';
import { giveUpRebuilds } from './giveUpRebuilds.js';
import { giveUpRestores } from './giveUpRestores.js';
import { readBackup } from './readBackup.js';
import { type Replayed, replayTombstones } from './replayTombstones.js';
import { readTables, type Table } from './tables.js';

export interface RestoreParts {
  readonly pool: pg.Pool;
  /** Hash of a password that nobody knows. */
  readonly lockedPasswordHash: string;
}

export interface Restored {
  readonly head: BackupHead;
  readonly rows: number;
  readonly replayed: Replayed;
  /** What the file could tell of; undefined: nothing is known of what has ended since the backup. */
  readonly known: Knowledge | undefined;
}

/** What came of a replay, and how far that could be known. */
export interface ReplayedInto {
  readonly replayed: Replayed;
  readonly known: Knowledge;
}

/** What a migration fills: replaced by what the backup has. */
const filledByMigrations: readonly string[] = ['tombstones'] satisfies readonly (keyof Schema)[];
/** Rows, or characters of JSON, that go into one statement. */
const maxRows = 500;
const maxText = 4_000_000;

/**
 * Restores a backup into an empty database of the same release, and ends again what has ended since: one transaction, all
 * or nothing.
 * @param stones every tombstone of the file that the service kept; undefined: there is no file
 * @param unknowing whether to restore even with a file that is older than the backup
 * @throws {StartError} when the tombstones end before the backup does, when the file is damaged or of another release, or the database is in use or not empty
 */
export async function restoreBackup(
  parts: RestoreParts,
  path: string,
  stones: readonly Tombstone[] | undefined,
  unknowing: boolean,
): Promise<Restored> {
  return alone(parts.pool, async (client) => {
    const tables = await readTables(client);
    await refuseUsedDatabase(client, tables);
    for (const name of filledByMigrations) await client.query(`delete from ${pg.escapeIdentifier(name)}`);
    // The rows bring the revisions along that they had; nothing is remembered of a database that was empty.
    await client.query("set local deskplane.loading_backup = 'on'");
    const { head, rows } = await load(client, path, tables);
    await client.query("set local deskplane.loading_backup = 'off'");
    await continueNumbers(client, tables);
    await giveUpRestores(client);
    const known = stones === undefined ? undefined : await compareTombstones(client, stones);
    if (known !== undefined && !unknowing) {
      const accept = 'accept with --without-tombstones that the restore undoes later deletions';
      refuseOlder(
        known,
        'the backup',
        `Pass a newer copy with --tombstones FILE, or ${accept}. Nothing was restored.`,
      );
    }
    const { lockedPasswordHash } = parts;
    const replayed = await replayTombstones({ client, lockedPasswordHash }, stones ?? []);
    await giveUpRebuilds(client);
    return { head, rows, replayed, known: known === undefined || isOlder(known) ? undefined : known };
  });
}

/**
 * Ends in a database that was put back by other means what has ended since.
 * @throws {StartError} when a service runs on it, or the tombstones are of another database, or end before it does
 */
export async function replayInto(parts: RestoreParts, stones: readonly Tombstone[]): Promise<ReplayedInto> {
  return alone(parts.pool, async (client) => {
    const known = await compareTombstones(client, stones);
    const { lockedPasswordHash } = parts;
    refuseOlder(known, 'the database', 'Pass a newer copy with --tombstones FILE. Nothing was changed.');
    await giveUpRestores(client);
    const replayed = await replayTombstones({ client, lockedPasswordHash }, stones);
    await giveUpRebuilds(client);
    return { replayed, known };
  });
}

/** In one transaction, on a database that no service works with. */
async function alone<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    // A service that starts meanwhile waits here to register itself.
    await client.query('lock table workers in exclusive mode');
    const { rowCount } = await client.query('select 1 from workers where lease_until > now() limit 1');
    if (rowCount !== 0) {
      throw new StartError(
        'A service is using this database. Stop every service first (a killed service counts for 5 s).',
      );
    }
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

async function refuseOtherRelease(client: pg.PoolClient, { migrations: theirs }: BackupHead): Promise<void> {
  const ours = (await readAppliedMigrations(client)) ?? [];
  const different = [...theirs.keys(), ...ours.keys()].find(
    (index) => theirs[index]?.name !== ours[index]?.name || theirs[index]?.checksum !== ours[index]?.checksum,
  );
  if (different === undefined) return;
  const described = (migration: AppliedMigration | undefined): string =>
    migration === undefined ? 'no such migration' : `${migration.name} ${migration.checksum.slice(0, 12)}…`;
  throw new StartError(
    `The backup was made by another release of Deskplane: its migration ${different + 1} is ${described(theirs[different])}, ` +
      `this release's ${described(ours[different])}. Restore it with that release, then start this one. Nothing was restored.`,
  );
}

async function refuseUsedDatabase(client: pg.PoolClient, tables: readonly Table[]): Promise<void> {
  for (const { name } of tables.filter((table) => !filledByMigrations.includes(table.name))) {
    const { rowCount } = await client.query(`select 1 from ${pg.escapeIdentifier(name)} limit 1`);
    if (rowCount === 0) continue;
    throw new StartError(
      `The database is not empty (there are ${name}). Restore the backup into an empty database: name another one, or move ` +
        'this one away.',
    );
  }
}

/** What turns out to be no whole backup at its end is taken back with the transaction. */
async function load(
  client: pg.PoolClient,
  path: string,
  tables: readonly Table[],
): Promise<{ readonly head: BackupHead; readonly rows: number }> {
  let head: BackupHead | undefined;
  let into: string | undefined;
  let rows: string[] = [];
  let length = 0;
  let total = 0;
  const flush = async (): Promise<void> => {
    if (into !== undefined && rows.length > 0) await client.query(into, [`[${rows.join(',')}]`]);
    total += rows.length;
    rows = [];
    length = 0;
  };
  for await (const line of readBackup(path)) {
    if (line.type === 'head') {
      head = line.head;
      await refuseOtherRelease(client, head);
    } else if (line.type === 'table') {
      await flush();
      into = insertInto(tables, line.name, line.columns);
    } else {
      rows.push(line.json);
      length += line.json.length;
      if (rows.length >= maxRows || length >= maxText) await flush();
    }
  }
  await flush();
  if (head === undefined) throw new StartError(`${path} is empty. Nothing was restored.`);
  return { head, rows: total };
}

/** Names come from the file, so they are compared with those of the database and quoted. */
function insertInto(tables: readonly Table[], name: string, columns: readonly string[]): string {
  const table = tables.find((each) => each.name === name);
  if (table === undefined || table.columns.join() !== columns.join())
    throw new StartError(`The table ${name} of the backup does not fit this database. Nothing was restored.`);
  const list = table.columns.map((column) => pg.escapeIdentifier(column)).join(', ');
  const quoted = pg.escapeIdentifier(table.name);
  return `insert into ${quoted} (${list}) overriding system value
    select ${list} from jsonb_populate_recordset(null::${quoted}, $1::jsonb)`;
}

async function continueNumbers(client: pg.PoolClient, tables: readonly Table[]): Promise<void> {
  for (const { name, numbered } of tables) {
    for (const column of numbered) {
      const table = pg.escapeIdentifier(name);
      const highest = `select coalesce(max(${pg.escapeIdentifier(column)}), 0) + 1 from ${table}`;
      await client.query(`select setval(pg_get_serial_sequence($1, $2), (${highest}), false)`, [
        table,
        column,
      ]);
    }
  }
}
