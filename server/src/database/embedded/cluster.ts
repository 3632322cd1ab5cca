import { lstat, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describeWriteFailure, errorCode, StartError } from '../../system/errorCode.js';
import { makeOwnDirectory } from '../../system/heldDirectory.js';
import { type OsIdentity, runCommand } from '../../system/runCommand.js';
import type { PostgresBinaries } from './locateBinaries.js';
import { type EmbeddedPostgresOptions, serviceRole } from './options.js';

/** The superuser of the cluster: no user of the operating system is mapped to it. */
const superuser = 'cluster_owner';

/** The cluster's own directory inside the directory that holds it. */
export function clusterPath({ directory }: Pick<EmbeddedPostgresOptions, 'directory'>): string {
  return join(directory, 'cluster');
}

/**
 * Makes the directory and, the first time, the cluster with our role and database in it. What an interrupted attempt
 * left is thrown away: a cluster has its name only when it is complete.
 * @returns whether it was made now
 * @throws {StartError} with the program's own words
 */
export async function ensureCluster(
  options: EmbeddedPostgresOptions,
  binaries: PostgresBinaries,
): Promise<boolean> {
  await ensureDirectory(options);
  const cluster = clusterPath(options);
  if (await isComplete(cluster)) return false;
  const unfinished = `${cluster}.new`;
  const runAs = options.serverUser;
  await step('rm', ['-rf', '--', unfinished], runAs);
  if (options.template === undefined) {
    options.progress?.('Making the database');
    await makeCluster(options, binaries, unfinished);
  } else {
    // Where the file system can, the copy shares the blocks of what it is a copy of until either changes.
    await step('cp', ['-a', '--reflink=auto', '--', options.template, unfinished], runAs);
  }
  await step('mv', ['-T', '--', unfinished, cluster], runAs);
  if (options.durable !== false) await step('sync', ['--', options.directory], runAs);
  return true;
}

/** What a cluster is made with; a template of it is another one when this changes. */
export const initOptions = [
  `--username=${superuser}`,
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--data-checksums',
  '--auth-local=peer',
  '--auth-host=reject',
] as const;

async function makeCluster(
  options: EmbeddedPostgresOptions,
  binaries: PostgresBinaries,
  directory: string,
): Promise<void> {
  const runAs = options.serverUser;
  await step(binaries.initdb, [`--pgdata=${directory}`, ...initOptions], runAs);
  const rights = options.roleMakesDatabases === true ? 'login createdb' : 'login';
  await ask(
    binaries,
    directory,
    `create role ${serviceRole} ${rights}\ncreate database ${serviceRole} owner ${serviceRole}\n`,
    runAs,
  );
}

/** Gives a role that was made without it the right to make databases. Nothing may run on the cluster. */
export async function letRoleMakeDatabases(
  options: EmbeddedPostgresOptions,
  binaries: PostgresBinaries,
): Promise<void> {
  await ask(binaries, clusterPath(options), `alter role ${serviceRole} createdb\n`, options.serverUser);
}

/** Single-user mode takes one statement per line and goes on after an error, which is why it is told to stop. */
async function ask(
  { postgres }: PostgresBinaries,
  directory: string,
  statements: string,
  runAs: OsIdentity | undefined,
): Promise<void> {
  await step(
    postgres,
    ['--single', '-D', directory, '-c', 'exit_on_error=on', '-c', 'listen_addresses=', 'postgres'],
    runAs,
    statements,
  );
}

async function ensureDirectory({ directory, serverUser }: EmbeddedPostgresOptions): Promise<void> {
  try {
    if (serverUser !== undefined) await refuseForeignCluster(directory, serverUser);
    await makeOwnDirectory(directory, { mode: 0o700, owner: serverUser });
  } catch (error) {
    throw describeWriteFailure(directory, error);
  }
}

/** A cluster made by another user stays that user's: taking its files over as root would follow its links, too. */
async function refuseForeignCluster(directory: string, serverUser: OsIdentity): Promise<void> {
  if (!(await isThere(join(directory, 'cluster')))) return;
  const { uid } = await lstat(directory);
  if (uid === serverUser.uid) return;
  throw new StartError(
    `The database in ${directory} belongs to the user with uid ${uid}. ` +
      'Start Deskplane as that user, or set DESKPLANE_DATA_DIR to another directory.',
  );
}

/** Whether a cluster is there, made to its end. */
export async function isComplete(cluster: string): Promise<boolean> {
  return isThere(join(cluster, 'PG_VERSION'));
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

async function step(
  command: string,
  args: readonly string[],
  runAs: OsIdentity | undefined,
  input?: string,
): Promise<void> {
  const result = await runCommand(command, args, {
    runAs,
    timeoutMs: 300_000,
    ...(input !== undefined && { input }),
  });
  if (result.code === 0) return;
  const said = (result.stderr.trim() || result.stdout.trim()).split('\n').slice(-10).join('\n');
  throw new StartError(explainServerFailure('The database cannot be made', said));
}

/** Adds what to do to the words of PostgreSQL's programs, where the cause is a common one. */
export function explainServerFailure(what: string, said: string): string {
  const advice = /no space left on device|disk quota exceeded/i.test(said)
    ? ' The disk is full: free some space and start again.'
    : /read-only file system/i.test(said)
      ? ' The file system is read-only: set DESKPLANE_DATA_DIR to a writable place.'
      : /permission denied/i.test(said)
        ? ' The user that runs PostgreSQL may not use that path: check the rights of every directory above it.'
        : /database files are incompatible|initialized by PostgreSQL version/i.test(said)
          ? ' The data was made by another version of PostgreSQL.'
          : '';
  return `${what}.${advice}\n${said}`.trimEnd();
}
