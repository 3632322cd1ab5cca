import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { EmbeddedPostgresOptions } from '../database/embedded/options.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../database/embedded/startEmbeddedPostgres.js';
import { processesIn } from '../system/processTable.js';
import { currentUser, ensureSystemUser, isRoot } from '../system/systemUsers.js';
import { makeTemporaryDirectory } from './temporaryDirectory.js';

/** A PostgreSQL of a test's own, with everything that keeps data safe, that may be killed at any time. */
export interface CrashPostgres {
  readonly url: string;
  /** Kills the server with SIGKILL and starts it again. */
  kill(): Promise<void>;
  /** Stops every process of the server where it stands: what is connected stays so, and nothing is answered. */
  freeze(): Promise<void>;
  /** Lets them go on. */
  thaw(): Promise<void>;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
}

/** As root it runs as the system user of the product's own database. */
export async function startCrashPostgres(): Promise<CrashPostgres> {
  const temporary = await makeTemporaryDirectory();
  const directory = temporary.path;
  const root = isRoot();
  const options: EmbeddedPostgresOptions = {
    directory: join(directory, 'postgres'),
    runtimeDirectory: join(directory, 'run'),
    logFile: join(directory, 'postgres.log'),
    serverUser: root ? await ensureSystemUser('deskplane-db') : undefined,
    clientUser: currentUser(),
    maxConnections: 100,
    binaryCache: root ? '/var/lib/deskplane/runtime' : join(directory, 'runtime'),
  };
  let server: EmbeddedPostgres;
  try {
    server = await startEmbeddedPostgres(options);
  } catch (error) {
    await temporary.remove();
    throw error;
  }
  let frozen: number[] = [];
  const thaw = async (): Promise<void> => {
    for (const pid of frozen) process.kill(pid, 'SIGCONT');
    frozen = [];
  };
  return {
    url: server.url,
    freeze: async () => {
      // First the one that starts others.
      process.kill(server.pid, 'SIGSTOP');
      frozen = [server.pid];
      for (const pid of await processesIn(await readlink(`/proc/${server.pid}/cwd`), 'postgres')) {
        if (pid === server.pid) continue;
        process.kill(pid, 'SIGSTOP');
        frozen.push(pid);
      }
    },
    thaw,
    kill: async () => {
      process.kill(server.pid, 'SIGKILL');
      await server.exited;
      server = await startEmbeddedPostgres(options);
    },
    remove: async () => {
      await thaw();
      await server.stop();
      await temporary.remove();
    },
  };
}
