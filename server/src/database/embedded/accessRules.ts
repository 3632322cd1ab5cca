import { chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeWriteFailure, StartError } from '../../system/errorCode.js';
import { checkSocketPath } from '../../system/socketPath.js';
import { isRoot } from '../../system/systemUsers.js';
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
    await mkdir(socketDirectory, { recursive: true, mode: 0o711 });
    await chmod(runtimeDirectory, 0o711);
    await write(files.hbaFile, `local all ${serviceRole} peer map=service\n`);
    await write(files.identFile, identRules(options));
    const others = options.extraClientUsers ?? [];
    if (serverUser !== undefined && isRoot()) {
      await chown(socketDirectory, serverUser.uid, options.clientUser.gid);
    }
    await chmod(socketDirectory, others.length > 0 ? 0o711 : 0o710);
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
  await writeFile(path, content, { mode: 0o644, flag: 'wx' });
  // The umask may have taken the others' right to read; the names in it are no secret.
  await chmod(path, 0o644);
}

/** The connection string for the service's role. @param database default: the service's own */
export function connectionUrl(socketDirectory: string, database: string = serviceRole): string {
  return `postgres:///${database}?host=${encodeURIComponent(socketDirectory)}&user=${serviceRole}`;
}
