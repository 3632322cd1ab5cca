import { rm } from 'node:fs/promises';
import pg from 'pg';
import { dropDatabase } from './dropDatabase.js';

/** A database that can be put back to what it was at the start, for an installation that tests work with. */
export interface StartingDatabase {
  /** Whether what it was at the start is kept already. */
  isKept(): Promise<boolean>;
  /** Keeps a copy of it as it is. Nobody may be connected to it. */
  keep(): Promise<void>;
  /**
   * Drops the database with the files that go with it, and makes it anew from the copy. Killed at any point, {@link mend} does the rest.
   * Nothing of ours may be connected to it; others' connections are ended.
   */
  putBack(): Promise<void>;
  /** Completes a {@link putBack} that was interrupted: then, and only then, there is a copy and no database. */
  mend(): Promise<void>;
}

/**
 * @param url of the database
 * @param files absolute paths of what belongs to the database's content and goes with it
 */
export function openStartingDatabase(url: string, files: readonly string[]): StartingDatabase {
  const name = new URL(url).pathname.slice(1);
  const kept = `${name}_at_start`;
  const makeAnew = async (admin: pg.Client): Promise<void> => {
    // Before the database is there again: a start finds neither, or a database without the files of another.
    for (const file of files) await rm(file, { recursive: true, force: true });
    await copyDatabase(admin, kept, name);
  };
  return {
    isKept: () => beside(url, (admin) => isThere(admin, kept)),
    keep: () =>
      beside(url, async (admin) => {
        await copyDatabase(admin, name, kept);
      }),
    putBack: () =>
      beside(url, async (admin) => {
        await dropDatabase(admin, name);
        await makeAnew(admin);
      }),
    mend: () =>
      beside(url, async (admin) => {
        if (!(await isThere(admin, name)) && (await isThere(admin, kept))) await makeAnew(admin);
      }),
  };
}

/** Works from the database that every PostgreSQL has: none can be copied or dropped from within. */
async function beside<Result>(url: string, work: (admin: pg.Client) => Promise<Result>): Promise<Result> {
  const address = new URL(url);
  address.pathname = '/postgres';
  const admin = new pg.Client({ connectionString: address.href, application_name: 'deskplane' });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

async function isThere(admin: pg.Client, name: string): Promise<boolean> {
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [name]);
  return rowCount !== 0;
}

/** Copying its files takes half as long where nothing waits for the disk, and longer where everything does. */
async function copyDatabase(admin: pg.Client, from: string, to: string): Promise<void> {
  const { rows } = await admin.query<{ fsync: string }>('show fsync');
  const strategy = rows[0]?.fsync === 'off' ? 'file_copy' : 'wal_log';
  await admin.query(
    `create database ${pg.escapeIdentifier(to)} template ${pg.escapeIdentifier(from)} strategy ${strategy}`,
  );
}
