import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { StartError } from '../../system/errorCode.js';
import { isHeld, takeFileLock } from '../../system/fileLock.js';
import { capLog, logSize, openLog, readLogTail } from '../../system/logFile.js';
import { isRoot } from '../../system/systemUsers.js';
import { waitUntil } from '../../system/waitUntil.js';
import { type AccessFiles, connectionUrl, prepareAccess } from './accessRules.js';
import { clusterPath, ensureCluster, explainServerFailure, letRoleMakeDatabases } from './cluster.js';
import { endLeftovers, isServerReady, stopServer } from './leftovers.js';
import { locateBinaries, type PostgresBinaries } from './locateBinaries.js';
import type { EmbeddedPostgresOptions } from './options.js';

/** A running PostgreSQL of our own. */
export interface EmbeddedPostgres {
  /** Connection string of the service's database. */
  readonly url: string;
  readonly pid: number;
  /** Fulfilled when the server has ended, however, with words for it. Its lock is free then. */
  readonly exited: Promise<string>;
  /** Stops the server and waits for its end: at most 15 s, usually a few dozen milliseconds. */
  stop(): Promise<void>;
}

/** Crash recovery of a large write-ahead log takes its time; longer than this is not normal. */
const startTimeoutMs = 120_000;

/**
 * Starts PostgreSQL on a unix socket, with everything it takes: the programs found, the cluster made the first time,
 * leftovers of an earlier run ended, and waits until it accepts connections.
 * @throws {StartError} when another process runs this cluster, or it cannot start: with the server's last words
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  if (options.serverUser === undefined && isRoot()) {
    throw new StartError('PostgreSQL does not run as root: it needs a user of its own.');
  }
  const binaries = await locateBinaries({
    forOtherUser: options.serverUser !== undefined,
    cache: options.binaryCache,
  });
  const lock = await takeFileLock(`${options.directory}.lock`);
  if (isHeld(lock)) {
    throw new StartError(
      `The database in ${options.directory} is in use by ${lock.heldBy}. Stop that one first, or set ` +
        'DESKPLANE_DATA_DIR to another directory.',
    );
  }
  try {
    const isNew = await ensureCluster(options, binaries);
    const access = await prepareAccess(options);
    await endLeftovers(clusterPath(options), access.socketDirectory, options.serverUser, options.progress);
    if (options.roleMakesDatabases === true && !isNew) await letRoleMakeDatabases(options, binaries);
    const server = await launch(options, binaries, access);
    const exited = server.exited.then(async (words) => {
      await lock.release();
      return words;
    });
    const { pid } = server;
    return {
      url: connectionUrl(access.socketDirectory),
      pid,
      exited,
      stop: async () => {
        // What nobody misses after a crash needs no last checkpoint either.
        if (!server.hasExited()) await stopServer(pid, server.hasExited, options.durable === false);
        await exited;
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

interface Server {
  readonly pid: number;
  readonly exited: Promise<string>;
  readonly hasExited: () => boolean;
}

async function launch(
  options: EmbeddedPostgresOptions,
  binaries: PostgresBinaries,
  access: AccessFiles,
): Promise<Server> {
  await capLog(options.logFile);
  const offset = await logSize(options.logFile);
  const log = await openLog(options.logFile);
  const { command, args } = commandLine(options, binaries, access);
  const child = spawn(command, args, {
    // A session of its own: Ctrl-C at the terminal is for the supervisor alone.
    detached: true,
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', log.fd, log.fd],
    ...(options.serverUser && { uid: options.serverUser.uid, gid: options.serverUser.gid }),
  });
  const exited = exitOf(child);
  let ended = false;
  const server = exited.then((words) => {
    ended = true;
    return words;
  });
  await log.close();
  const hasExited = (): boolean => ended;
  const { pid } = child;
  const pidFile = join(clusterPath(options), 'postmaster.pid');
  const ready = async (): Promise<boolean> =>
    ended || (pid !== undefined && (await isServerReady(pidFile, pid)));
  const inTime = await waitUntil(ready, startTimeoutMs, 10);
  if (pid === undefined || ended || !inTime) {
    if (pid !== undefined && !ended) await stopServer(pid, hasExited);
    const how = inTime
      ? `ended with ${await server}`
      : `did not become ready within ${startTimeoutMs / 1000} s`;
    const said = await readLogTail(options.logFile, offset);
    throw new StartError(
      explainServerFailure(`PostgreSQL cannot start: it ${how} (log: ${options.logFile})`, said),
    );
  }
  return { pid, exited: server, hasExited };
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}

/**
 * The server's command line. As it replaces the program before it, the process id stays that of our child. Settings go
 * here and not into the cluster's file, so that each start has those of the running release.
 */
function commandLine(
  options: EmbeddedPostgresOptions,
  binaries: PostgresBinaries,
  access: AccessFiles,
): { command: string; args: string[] } {
  const settings = {
    ...fixedSettings,
    ...(options.durable === false ? forgetful : {}),
    max_connections: String(options.maxConnections ?? 60),
    unix_socket_directories: access.socketDirectory,
    hba_file: access.hbaFile,
    ident_file: access.identFile,
  };
  const server = [
    binaries.postgres,
    '-D',
    clusterPath(options),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  if (options.endWithParent === false) return { command: binaries.postgres, args: server.slice(1) };
  return { command: 'setpriv', args: ['--pdeathsig=SIGINT', '--', ...server] };
}

/** For data that nobody misses after a crash of the machine. */
const forgetful = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' } as const;

/** Safe (every acknowledged write survives a crash) and modest: a laptop has other things to do. */
const fixedSettings = {
  listen_addresses: '',
  unix_socket_permissions: '0777',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  shared_buffers: '64MB',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  effective_cache_size: '256MB',
  min_wal_size: '64MB',
  max_wal_size: '512MB',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  wal_level: 'minimal',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] ',
} as const;
