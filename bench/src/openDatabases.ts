import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPostgresTime } from './postgresTime.js';
import {
  type Connections,
  connect,
  currentUser,
  dropDatabase,
  ensureSystemUser,
  isRoot,
  startEmbeddedPostgres,
} from './production.js';

/** A real PostgreSQL, and databases on it that the bench makes and removes. */
export interface Databases {
  /** A private directory for whatever else is needed. */
  readonly directory: string;
  make(): Promise<BenchDatabase>;
  /** Milliseconds of processor time of the whole server so far; undefined where it is not ours. */
  processorTime(): Promise<number | undefined>;
  close(): Promise<void>;
}

export interface BenchDatabase {
  readonly url: string;
  readonly pool: Connections['pool'];
  drop(): Promise<void>;
}

/** @param given DATABASE_URL, of a role that may make databases; undefined: a PostgreSQL of our own */
export async function openDatabases(given: string | undefined): Promise<Databases> {
  const directory = await mkdtemp(join(tmpdir(), 'dpb-'));
  // The database's user passes through.
  await chmod(directory, 0o711);
  const removeDirectory = () => rm(directory, { recursive: true, force: true });
  const own =
    given === undefined
      ? await startOwn(directory).catch(async (error: unknown) => {
          await removeDirectory();
          throw error;
        })
      : undefined;
  const url = given ?? own?.url ?? '';
  return {
    directory,
    make: () => makeDatabase(url),
    processorTime: async () => (own === undefined ? undefined : readPostgresTime(own.pid)),
    close: async () => {
      await own?.stop();
      await removeDirectory();
    },
  };
}

async function startOwn(directory: string) {
  return startEmbeddedPostgres({
    directory: join(directory, 'postgres'),
    runtimeDirectory: join(directory, 'run'),
    logFile: join(directory, 'postgres.log'),
    serverUser: isRoot() ? await ensureSystemUser('deskplane-db') : undefined,
    clientUser: currentUser(),
    roleMakesDatabases: true,
    binaryCache: isRoot() ? '/var/lib/deskplane/runtime' : join(directory, 'runtime'),
  });
}

async function makeDatabase(server: string): Promise<BenchDatabase> {
  const name = `bench_${randomBytes(6).toString('hex')}`;
  await asAdmin(server, (pool) => pool.query(`create database ${name}`));
  const parsed = new URL(server);
  parsed.pathname = `/${name}`;
  // Filling a fleet in one statement takes as long as it takes.
  const connections = connect({ url: parsed.href, connections: 2, answerWithin: 0 });
  return {
    url: parsed.href,
    pool: connections.pool,
    drop: async () => {
      await connections.close();
      await asAdmin(server, (pool) => dropDatabase(pool, name));
    },
  };
}

async function asAdmin(url: string, work: (pool: Connections['pool']) => Promise<unknown>): Promise<void> {
  const admin = connect({ url, connections: 1, answerWithin: 0 });
  try {
    await work(admin.pool);
  } finally {
    await admin.close();
  }
}
