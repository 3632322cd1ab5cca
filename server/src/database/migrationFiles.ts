import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

/** A step from one schema to the next. Its name and its bytes are what a database has on record of it. */
export interface Migration {
  /** The name of its file. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of its bytes in hex, as `sha256sum` says it. */
  readonly checksum: string;
}

/**
 * The migrations of this release, in order. Read when the module is loaded: after that the service gives up the right to read
 * its own code.
 */
export const migrations: readonly Migration[] = await readMigrations(
  new URL('./migrations/', import.meta.url),
);

async function readMigrations(directory: URL): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(new URL(name, directory));
      const checksum = createHash('sha256').update(bytes).digest('hex');
      return { name, sql: bytes.toString('utf8'), checksum };
    }),
  );
}
