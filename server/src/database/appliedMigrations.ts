import type pg from 'pg';
import { StartError } from '../system/errorCode.js';
import { type Migration, migrations } from './migrationFiles.js';

/** What a database has on record of a migration that ran on it. */
export type AppliedMigration = Pick<Migration, 'name' | 'checksum'>;

/** What is said of everything made before migrations had checksums. Nothing of it was released. */
export const earlierState = 'a development state of Deskplane from before 0.1.0, which was never released';

/**
 * The migrations that ran on a database, in order; undefined for one that none ever ran on. Changes nothing.
 * @throws {StartError} when this release cannot work with what they made: an earlier state of Deskplane made it, or a later
 * release, or one of them was edited since
 */
export async function readAppliedMigrations(
  client: pg.Pool | pg.PoolClient,
): Promise<readonly AppliedMigration[] | undefined> {
  const { rows: columns } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = to_regclass('migrations') and attnum > 0
       and not attisdropped`,
  );
  if (columns.length === 0) return undefined;
  const has = (column: string): boolean => columns.some(({ name }) => name === column);
  if (!has('name')) throw new StartError(ofAnotherProgram);
  if (!has('checksum')) throw await describeEarlierState(client);
  const { rows } = await client.query<AppliedMigration>(
    'select name, checksum from migrations order by name',
  );
  for (const applied of rows) refuseForeign(applied);
  return rows;
}

/** The migrations of this release that did not run yet. */
export function pendingMigrations(applied: readonly AppliedMigration[]): readonly Migration[] {
  const names = new Set(applied.map(({ name }) => name));
  return migrations.filter(({ name }) => !names.has(name));
}

const ofAnotherProgram =
  'The table "migrations" of the database belongs to another program. Name a database of its own in DATABASE_URL. ' +
  'Nothing was changed.';

async function describeEarlierState(client: pg.Pool | pg.PoolClient): Promise<StartError> {
  const { rows } = await client.query<{ last: string | null }>('select max(name) as last from migrations');
  return new StartError(
    `The database was made by ${earlierState} (its last migration is ${rows[0]?.last ?? 'unknown'}). ` +
      'This release cannot use its tables. Move the data directory (DESKPLANE_DATA_DIR) away; with a database of your ' +
      'own, name a new one in DATABASE_URL. To read this database or backups of that state, ' +
      'use the code that made them. Nothing was changed.',
  );
}

function refuseForeign({ name, checksum }: AppliedMigration): void {
  const ours = migrations.find((migration) => migration.name === name);
  if (ours === undefined) {
    throw new StartError(
      `The database was made by a later release of Deskplane: this one does not know its migration ${name}. Start that ` +
        'release, or name a new database. Nothing was changed.',
    );
  }
  if (ours.checksum !== checksum) {
    throw new StartError(
      `Migration ${name} was changed after it ran on this database. The tables may differ from what this code expects. Restore ` +
        'the original file (its SHA-256 is in the table migrations) and put the change into a new migration. ' +
        'Before a release, you can also name a new database or move the data directory away. Nothing was changed.',
    );
  }
}
