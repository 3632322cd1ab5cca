import { chmodSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const memoryDisk = '/dev/shm';
/** In bytes: several times what the databases and the write-ahead log of a run come to. */
const leastMemory = 4 * 2 ** 30;

/**
 * Starts the one PostgreSQL that all test files share, each with databases of its own; in memory where there is enough of it, as
 * the many databases that come and go would wait for the disk. Tests of what outlives a crash start one of their own.
 * @param directory a directory that other users may pass through
 * @returns {Promise<{ url: string, stop(): Promise<void> }>}
 */
export async function startTestDatabase(directory) {
  const { startEmbeddedPostgres } = await import(
    '../../server/dist/database/embedded/startEmbeddedPostgres.js'
  );
  const { currentUser, ensureSystemUser, isRoot } = await import('../../server/dist/system/systemUsers.js');
  const user = currentUser();
  const place = makeMemoryDirectory();
  const removePlace = () => place && rmSync(place, { recursive: true, force: true });
  const starting = startEmbeddedPostgres({
    directory: join(place ?? directory, 'postgres'),
    runtimeDirectory: join(directory, 'run'),
    logFile: join(directory, 'postgres.log'),
    serverUser: isRoot() ? await ensureSystemUser('deskplane-db') : undefined,
    clientUser: user,
    // Root tests start the service, which runs as its own user.
    extraClientUsers: isRoot() ? [await ensureSystemUser('deskplane')] : [],
    roleMakesDatabases: true,
    maxConnections: 200,
    // Nobody misses it after a crash.
    durable: false,
    binaryCache: isRoot() ? '/var/lib/deskplane/runtime' : join(directory, 'runtime'),
  });
  const database = await starting.catch((error) => {
    removePlace();
    throw error;
  });
  return {
    url: database.url,
    stop: async () => {
      await database.stop();
      removePlace();
    },
  };
}

/** A directory on the disk that is memory, open to those who pass through; undefined where there is none or too little. */
function makeMemoryDirectory() {
  try {
    const { bavail, bsize } = statfsSync(memoryDisk);
    const available =
      1024 * Number(/^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]);
    if (!(Math.min(bavail * bsize, available) >= leastMemory)) return undefined;
    const directory = mkdtempSync(join(memoryDisk, 'dpt-'));
    chmodSync(directory, 0o711);
    return directory;
  } catch (error) {
    if (['ENOENT', 'EACCES', 'EROFS'].includes(error.code)) return undefined;
    throw error;
  }
}
