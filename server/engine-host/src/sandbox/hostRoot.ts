import { access, chmod, lstat, mkdir, readlink, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../machine/fault.js';

const links = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];
const shared = [
  '/usr',
  ...['fonts', 'X11', 'xdg', 'alternatives', 'ld.so.cache', 'localtime', 'ssl/certs', 'profile'].map(
    (name) => `/etc/${name}`,
  ),
  '/var/cache/fontconfig',
  '/var/lib/xkb',
];
/** What a tmpfs is mounted on, and what the programs of the host expect. */
const directories: readonly (readonly [path: string, mode: number])[] = [
  ...['dev', 'etc', 'home', 'mnt', 'proc', 'root', 'run', 'var', 'var/cache', 'var/lib'].map(
    (path) => [path, 0o755] as const,
  ),
  ['tmp', 0o1777],
  ['var/tmp', 0o1777],
];

/**
 * Makes the root of a desktop that runs the host's programs: directories, and links into /usr as the host has them.
 * @returns the host's directories and files that belong there, to be bound read-only
 */
export async function makeHostRoot(rootfs: string): Promise<string[]> {
  for (const [path, mode] of directories) {
    await mkdir(join(rootfs, path), { recursive: true });
    await chmod(join(rootfs, path), mode);
  }
  const bound: string[] = [];
  for (const path of links) {
    const target = await linkOf(path);
    if (target === 'directory') bound.push(path);
    else if (target !== undefined) await symlink(target, join(rootfs, path));
  }
  for (const path of shared) if (await exists(path)) bound.push(path);
  return bound;
}

/** /bin and its like are links into /usr, or directories of their own on an old layout, or not there. */
async function linkOf(path: string): Promise<string | undefined> {
  try {
    return (await lstat(path)).isSymbolicLink() ? await readlink(path) : 'directory';
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}
