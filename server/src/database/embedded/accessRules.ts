import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describeWriteFailure, StartError } from '../../system/errorCode.js';
import { makeOwnDirectory } from '../../system/heldDirectory.js';
import { checkSocketPath } from '../../system/socketPath.js';
import { type EmbeddedPostgresOptions, serviceRole } from './options.js';

/** Where the server finds its rules and puts its socket. */
export interface AccessFiles {
  readonly socketDirectory: string;
  readonly hbaFile: string;
  readonly identFile: string;
}

/**
 * Writes who may connect, anew at each start: the service's user, by the kernel's word for who is at the other end of
 * the socket, as the one role that is no superuser. Nothing else, from nowhere else. No password exists.
 *
 * The rules lie outside the cluster, so that whoever started us (root, perhaps) never writes where another user could
 * have planted a link.
 * @throws {StartError} when the path of the socket would be too long
 */
export async function prepareAccess(options: EmbeddedPostgresOptions): Promise<AccessFiles> {
  const { runtimeDirectory, serverUser } = options;
  const socketDirectory = join(runtimeDirectory, 'socket');
  checkSocketPath(join(socketDirectory, '.s.PGSQL.5432'));
  const files = {
    socketDirectory,
    hbaFile: join(runtimeDirectory, 'pg_hba.conf'),
    identFile: join(runtimeDirectory, 'pg_ident.conf'),
  };
  try {
    await makeOwnDirectory(runtimeDirectory, { mode: 0o711 });
    await write(files.hbaFile, `local all ${serviceRole} peer map=service\n`);
    await write(files.identFile, identRules(options));
    const others = options.extraClientUsers ?? [];
    await makeOwnDirectory(socketDirectory, {
      mode: others.length > 0 ? 0o711 : 0o710,
      owner: serverUser && { uid: serverUser.uid, gid: options.clientUser.gid },
    });
  } catch (error) {
    throw describeWriteFailure(runtimeDirectory, error);
  }
  return files;
}

function identRules(options: EmbeddedPostgresOptions): string {
  const names = [options.clientUser, ...(options.extraClientUsers ?? [])].map((user) => user.name);
  return [...new Set(names)].map((name) => `service "${quoted(name)}" ${serviceRole}\n`).join('');
}

/** Inside quotes every character stands for itself but the quote; a leading slash would make a pattern of the name. */
function quoted(name: string): string {
  if (/["\n\r]/.test(name) || name.startsWith('/')) {
    throw new StartError(`The user name ${JSON.stringify(name)} cannot be used for the embedded PostgreSQL.`);
  }
  return name;
}

/** Written anew rather than over what is there: the rights of an old file must not stay. */
async function write(path: string, content: string): Promise<void> {
  await rm(path, { force: true });
  const file = await open(path, 'wx', 0o644);
  try {
    await file.writeFile(content);
    // The umask may have taken the others' right to read; the names in it are no secret.
    await file.chmod(0o644);
  } finally {
    await file.close();
  }
}

/** The connection string for the service's role. @param database default: the service's own */
export function connectionUrl(socketDirectory: string, database: string = serviceRole): string {
  return `postgres:///${database}?host=${encodeURIComponent(socketDirectory)}&user=${serviceRole}`;
}
