import { homedir, userInfo } from 'node:os';
import { errorCode, StartError } from './errorCode.js';
import { type OsIdentity, runCommand } from './runCommand.js';

export interface OsUser extends OsIdentity {
  readonly name: string;
}

/**
 * The user this process runs as.
 * @throws {StartError} for one without a name, as containers start with a bare number: PostgreSQL does not run for it either
 */
export function currentUser(): OsUser {
  try {
    const { username, uid, gid } = userInfo();
    return { name: username, uid, gid };
  } catch (error) {
    if (errorCode(error) !== 'ERR_SYSTEM_ERROR') throw error;
    throw new StartError(
      `The user ${process.geteuid?.()} has no name on this machine, and PostgreSQL does not run without one. Start as a user that /etc/passwd has, for instance node in the image node:20.`,
    );
  }
}

/** Where the user of this process keeps its files; the root directory for one that has no home. */
export function homeDirectory(): string {
  try {
    return homedir();
  } catch (error) {
    if (errorCode(error) !== 'ERR_SYSTEM_ERROR') throw error;
    return '/';
  }
}

/** Whether this process is root. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Looks a user of the operating system up by name; undefined when there is none. */
export async function findUser(name: string): Promise<OsUser | undefined> {
  const { code, stdout } = await runCommand('getent', ['passwd', name]);
  const [found, , uid, gid] = stdout.split(':');
  if (code !== 0 || found !== name || !/^\d+$/.test(uid ?? '') || !/^\d+$/.test(gid ?? '')) return undefined;
  return { name, uid: Number(uid), gid: Number(gid) };
}

/**
 * The system user of that name, made if missing: no home, no shell, no password, a group of its own.
 * @throws {StartError} when it cannot be made, or the name belongs to root or an account with uid 1000 or above
 */
export async function ensureSystemUser(name: string): Promise<OsUser> {
  const existing = await findUser(name);
  if (existing !== undefined) return checked(existing);
  const result = await runCommand('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir=/nonexistent',
    '--shell=/usr/sbin/nologin',
    '--comment=Deskplane',
    name,
  ]);
  // Another start on this machine may have made it meanwhile: what counts is that it is there.
  const made = await findUser(name);
  if (made !== undefined) return checked(made);
  throw new StartError(`Cannot create the system user ${name}: ${result.stderr.trim() || 'useradd failed'}`);
}

function checked(user: OsUser): OsUser {
  if (user.uid > 0 && user.uid < 1000) return user;
  throw new StartError(
    `The user ${user.name} (uid ${user.uid}) is not a system user. Rename that user and start again.`,
  );
}
