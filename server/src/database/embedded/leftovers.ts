import { readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, StartError } from '../../system/errorCode.js';
import { processExists, processesIn } from '../../system/processTable.js';
import { type OsIdentity, runOrThrow } from '../../system/runCommand.js';
import { sendSignal } from '../../system/sendSignal.js';
import { waitUntil } from '../../system/waitUntil.js';

/**
 * Ends what an earlier server of this cluster left running: the server of a parent that died, or processes that
 * outlived their server. The caller holds the cluster's lock, so none of them belongs to anyone.
 *
 * A process counts as the cluster's by what it runs and where, never by the number in postmaster.pid alone: that number
 * may be somebody else's by now.
 * @param socketDirectory where the server puts its socket, and a lock beside it; of this cluster alone
 * @param runAs the user that the files belong to
 * @throws {StartError} when something does not end
 */
export async function endLeftovers(
  cluster: string,
  socketDirectory: string,
  runAs: OsIdentity | undefined,
  progress?: (text: string) => void,
): Promise<void> {
  const directory = await realpath(cluster);
  const pidFile = join(directory, 'postmaster.pid');
  const pid = await readPostmasterPid(pidFile);
  if (pid === undefined) return removeAll(await locksIn(socketDirectory), runAs);
  const remaining = async (): Promise<number[]> => processesIn(directory, 'postgres');
  if ((await remaining()).includes(pid)) {
    progress?.('Stopping the PostgreSQL that an earlier run left behind');
    await stopServer(pid, async () => !(await remaining()).includes(pid));
  }
  for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
    // Children see by themselves that their server is gone; only what has not by now gets a push.
    if (await waitUntil(async () => (await remaining()).length === 0, 5_000, 50)) break;
    for (const child of await remaining()) sendSignal(child, signal);
  }
  const left = await remaining();
  if (left.length > 0) {
    throw new StartError(
      `Processes of an earlier PostgreSQL do not end: ${left.join(', ')} (in ${directory}).`,
    );
  }
  // Nothing of the cluster runs, but the number may live on: as one that is just ending, as a zombie, or as an unrelated
  // process. PostgreSQL would take it for a running server and refuse to start, by either of its locks.
  const own = (await processExists(pid)) ? [pidFile] : [];
  await removeAll([...own, ...(await locksIn(socketDirectory))], runAs);
}

/** The server's socket and the lock beside it, as far as they are there. */
async function locksIn(socketDirectory: string): Promise<string[]> {
  const names = await readdir(socketDirectory);
  return names.filter((name) => name.startsWith('.s.PGSQL.')).map((name) => join(socketDirectory, name));
}

async function removeAll(paths: readonly string[], runAs: OsIdentity | undefined): Promise<void> {
  if (paths.length > 0) await runOrThrow('rm', ['-f', '--', ...paths], { runAs });
}

/**
 * Stops a server: a fast shutdown, after 5 s an immediate one (a fast one right after a crash of a backend can hang),
 * after another 5 s the kill. Data that was acknowledged survives each of them.
 * @param atOnce begins with the immediate shutdown
 * @throws {StartError} when it survives even that
 */
export async function stopServer(
  pid: number,
  isGone: () => Promise<boolean> | boolean,
  atOnce = false,
): Promise<void> {
  for (const signal of [...(atOnce ? [] : (['SIGINT'] as const)), 'SIGQUIT', 'SIGKILL'] as const) {
    sendSignal(pid, signal);
    if (await waitUntil(isGone, 5_000)) return;
  }
  throw new StartError(`PostgreSQL (process ${pid}) does not end.`);
}

/** What the server says about itself in its lock file; undefined while there is none or it is not yet written. */
export async function readPostmasterPid(pidFile: string): Promise<number | undefined> {
  const lines = await readLines(pidFile);
  const pid = Number(lines[0]);
  return Number.isSafeInteger(pid) && pid > 1 ? pid : undefined;
}

/** Whether the server with that process id accepts connections, by its own word in its lock file. */
export async function isServerReady(pidFile: string, pid: number): Promise<boolean> {
  const lines = await readLines(pidFile);
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

async function readLines(path: string): Promise<string[]> {
  try {
    return (await readFile(path, 'utf8')).split('\n');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
