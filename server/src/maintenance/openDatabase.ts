import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { realAmbient } from '../ambient.js';
import type { Config } from '../config/config.js';
import { BoundedClient, type BoundedConfig } from '../database/boundedClient.js';
import { locateDatabase } from '../database/connect.js';
import { describeDatabaseFailure } from '../database/databaseTrouble.js';
import { connectionUrl } from '../database/embedded/accessRules.js';
import { startEmbeddedPostgres } from '../database/embedded/startEmbeddedPostgres.js';
import { prepareDataDirectory, systemStateDirectory } from '../supervisor/dataDirectory.js';
import { prepareRuntimeDirectory, removeRuntimeDirectory } from '../supervisor/runtimeDirectory.js';
import { errorCode, StartError } from '../system/errorCode.js';
import { type FileLock, isHeld, type LockHeld, takeFileLock } from '../system/fileLock.js';
import { currentUser, ensureSystemUser, isRoot, type OsUser } from '../system/systemUsers.js';

export interface MaintenanceOptions {
  readonly config: Config;
  readonly cloneDir: string;
  readonly xdgRuntimeDir: string | undefined;
  /** Whether it is all right that the service runs meanwhile. */
  readonly besideService: boolean;
  readonly progress: (text: string) => void;
}

/** A database in the hands of somebody who backs it up or restores it. */
export interface Installation {
  /** One connection, for one thing after the other. */
  readonly pool: pg.Pool;
  /** The file of what has ended for good; it may not exist. */
  readonly tombstonesPath: string;
  /** The file of the key that opens the secrets in it. */
  readonly masterKeyPath: string;
  readonly credentialsPath: string;
  /** Whether the data directory is ours for the while: its lock is held. */
  readonly locked: boolean;
}

/**
 * Opens the database of this installation: the configured one, or the embedded one, which is started for the while if the
 * service does not run.
 * @throws {StartError} when the service runs and must not, or the database cannot be reached
 */
export async function withDatabase<Result>(
  options: MaintenanceOptions,
  work: (installation: Installation) => Promise<Result>,
): Promise<Result> {
  const { config } = options;
  const directory = await realpath(config.dataDir).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (config.databaseUrl !== undefined) {
    return withConnection(options, { url: config.databaseUrl, directory: directory ?? config.dataDir }, work);
  }
  // Run by root, the embedded server is spoken to as the service's user, whom alone it lets in.
  const holder = directory === undefined ? undefined : await findHolder(directory);
  if (directory === undefined || holder === undefined) return withOwnServer(options, work);
  if (!options.besideService) {
    throw new StartError(`Deskplane is running on ${config.dataDir} (${holder}). Stop it first.`);
  }
  return withConnection(options, { url: await findServer(directory), directory, asService: true }, work);
}

/** Who runs on the data directory, if anybody does. */
async function findHolder(directory: string): Promise<string | undefined> {
  const lock = await lockData(directory);
  if (lock !== undefined && isHeld(lock)) return lock.heldBy;
  await lock?.release();
  return undefined;
}

/** The lock of the one who runs on a data directory; undefined where nobody ever did. */
export async function lockData(directory: string): Promise<FileLock | LockHeld | undefined> {
  try {
    return await takeFileLock(join(directory, 'supervisor', 'lock'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    if (errorCode(error) === 'EACCES') {
      throw new StartError(`The data directory ${directory} belongs to another user. Run this as that user.`);
    }
    throw error;
  }
}

/** The running embedded server says in its own lock file where its socket is. */
async function findServer(directory: string): Promise<string> {
  const pidFile = join(directory, 'postgres', 'cluster', 'postmaster.pid');
  const text = await readFile(pidFile, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  });
  const socketDirectory = text.split('\n')[4] ?? '';
  if (!socketDirectory.startsWith('/')) {
    throw new StartError('Deskplane is running, but its database is not ready. Try again in a moment.');
  }
  return connectionUrl(socketDirectory);
}

async function withOwnServer<Result>(
  options: MaintenanceOptions,
  work: (installation: Installation) => Promise<Result>,
): Promise<Result> {
  const { config, cloneDir, xdgRuntimeDir, progress } = options;
  const serviceUser = await findServiceUser();
  const data = await prepareDataDirectory({
    dataDir: config.dataDir,
    cloneDir,
    serviceUser,
    ambient: realAmbient,
    note: progress,
  });
  try {
    const runtime = await prepareRuntimeDirectory(data, serviceUser, xdgRuntimeDir);
    progress('Starting PostgreSQL temporarily');
    const server = await startEmbeddedPostgres({
      directory: join(data.path, 'postgres'),
      runtimeDirectory: runtime.postgres,
      logFile: join(data.path, 'logs', 'postgres.log'),
      serverUser: isRoot() ? await ensureSystemUser('deskplane-db') : undefined,
      clientUser: serviceUser,
      binaryCache: isRoot() ? join(systemStateDirectory, 'runtime') : join(data.path, 'runtime'),
      progress,
    });
    try {
      const place = { url: server.url, directory: data.path, asService: true, locked: true };
      return await withConnection(options, place, work);
    } finally {
      await server.stop();
      await removeRuntimeDirectory(runtime);
    }
  } finally {
    await data.lock.release();
  }
}

interface Place {
  readonly url: string;
  /** The data directory. */
  readonly directory: string;
  /** Whether the server, being ours, lets in the service's user only. */
  readonly asService?: boolean;
  readonly locked?: boolean;
}

/** The user that the service runs as, and that its files belong to. */
export const findServiceUser = async (): Promise<OsUser> =>
  isRoot() ? ensureSystemUser('deskplane') : currentUser();

async function withConnection<Result>(
  { config }: MaintenanceOptions,
  { url, directory, asService = false, locked = false }: Place,
  work: (installation: Installation) => Promise<Result>,
): Promise<Result> {
  const clientUser = asService ? await findServiceUser() : undefined;
  // Without a limit for answers: this is work that may take its time.
  const settings: BoundedConfig & pg.PoolConfig = {
    ...locateDatabase(url),
    Client: BoundedClient,
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: 5_000,
    application_name: 'deskplane care',
  };
  const pool = new pg.Pool(settings);
  pool.on('error', () => undefined);
  try {
    await asUser(clientUser, async () => {
      try {
        (await pool.connect()).release();
      } catch (error) {
        // The error of a refused connection may hold the URL; these words do not hold the password.
        throw new StartError(`Cannot reach the database: ${describeDatabaseFailure(error)}`, {
          cause: error,
        });
      }
    });
    return await work({
      pool,
      tombstonesPath: join(directory, 'tombstones.jsonl'),
      masterKeyPath: config.masterKeyFile ?? join(directory, 'master.key'),
      credentialsPath: join(directory, 'credentials.json'),
      locked,
    });
  } finally {
    await pool.end();
  }
}

/** The server asks the kernel who is at the other end at the moment of connecting: so long, and no longer, we are that user. */
async function asUser<Result>(user: OsUser | undefined, work: () => Promise<Result>): Promise<Result> {
  if (user === undefined || !isRoot()) return work();
  process.setegid?.(user.gid);
  process.seteuid?.(user.uid);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}
