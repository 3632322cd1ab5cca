import { access, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dataDirectoryFile } from '../instances/findInstances.js';
import { runtimeRoot } from '../instances/holdings.js';
import { describeWriteFailure, errorCode } from '../system/errorCode.js';
import { makeOwnDirectory } from '../system/heldDirectory.js';
import { checkSocketPath } from '../system/socketPath.js';
import { isRoot, type OsUser } from '../system/systemUsers.js';

/** Short directories for sockets, one part for each of our processes. */
export interface RuntimeDirectory {
  readonly path: string;
  /** For the embedded PostgreSQL, which makes it itself. */
  readonly postgres: string;
  /** For the engine host (root). */
  readonly engine: string;
  readonly engineSocket: string;
  /** An empty directory, see ServiceOptions.codePlace. */
  readonly code: string;
  /** For the service. */
  readonly service: string;
}

/**
 * Makes the directory for sockets: below /run as root, else below XDG_RUNTIME_DIR or /tmp. What an earlier run left in it
 * stays: the screens of running desktops are there.
 * @throws {StartError} when somebody else has made it, or a socket in it would have too long a path
 */
export async function prepareRuntimeDirectory(
  data: { readonly path: string; readonly instanceId: string },
  serviceUser: OsUser,
  xdgRuntimeDir: string | undefined,
): Promise<RuntimeDirectory> {
  const path = await makeTop(data.instanceId, xdgRuntimeDir);
  // What is left here tells by it whose it is, or that nobody's any more.
  await writeFile(join(path, dataDirectoryFile), `${data.path}\n`, { mode: 0o644 });
  const parts = {
    postgres: join(path, 'postgres'),
    engine: join(path, 'engine'),
    code: join(path, 'code'),
    service: join(path, 'service'),
  };
  const engineSocket = join(parts.engine, 'engine.sock');
  checkSocketPath(engineSocket);
  await makeOwn(parts.postgres, 0o711);
  await makeOwn(parts.engine, 0o711);
  await makeOwn(parts.code, 0o711);
  await makeOwn(parts.service, 0o700, serviceUser);
  return { path, ...parts, engineSocket };
}

/**
 * Takes away what a stopped run left of the directory for sockets. What desktops that live on still have in it stays, and the
 * directory with it. Only files that are known by name are removed, and directories only when they are empty: parts of it
 * belong to other users.
 */
export async function removeRuntimeDirectory({
  path,
  postgres,
  engine,
  ...parts
}: RuntimeDirectory): Promise<void> {
  const socket = join(postgres, 'socket');
  const files = [
    parts.engineSocket,
    join(socket, '.s.PGSQL.5432'),
    join(socket, '.s.PGSQL.5432.lock'),
    join(postgres, 'pg_hba.conf'),
    join(postgres, 'pg_ident.conf'),
  ];
  for (const file of files) await rm(file, { force: true });
  const insides = [socket, postgres, engine];
  for (const directory of [...insides, parts.code, parts.service]) await removeIfEmpty(directory);
  if (await isThere(engine)) return;
  await rm(join(path, dataDirectoryFile), { force: true });
  await removeIfEmpty(path);
}

async function removeIfEmpty(directory: string): Promise<void> {
  await rmdir(directory).catch((error: unknown) => {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST', 'EBUSY'].includes(errorCode(error) ?? '')) throw error;
  });
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

async function makeTop(instanceId: string, xdgRuntimeDir: string | undefined): Promise<string> {
  if (isRoot()) {
    await makeOwn(runtimeRoot, 0o755);
    const path = join(runtimeRoot, instanceId);
    await makeOwn(path, 0o711);
    return path;
  }
  const path = xdgRuntimeDir
    ? join(xdgRuntimeDir, `deskplane-${instanceId}`)
    : `/tmp/deskplane-${process.getuid?.()}-${instanceId}`;
  await makeOwn(path, 0o700);
  return path;
}

/**
 * Makes a directory that is ours alone. In a place like /tmp anyone could have made it before, or a link in its place:
 * then it is refused, not used.
 */
async function makeOwn(path: string, mode: number, owner?: OsUser): Promise<void> {
  try {
    await makeOwnDirectory(path, { mode, owner });
  } catch (error) {
    // As root it lies where no setting says.
    throw describeWriteFailure(path, error, isRoot() ? undefined : 'XDG_RUNTIME_DIR');
  }
}
