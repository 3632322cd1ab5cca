import { chown, cp, lstat, mkdir, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemCode } from '../machine/fault.js';
import { run } from '../machine/run.js';
import type { Limit } from '../sandbox/cgroups.js';
import { maskedPaths, readonlyPaths } from '../sandbox/containerMounts.js';
import { seccompProfile } from '../sandbox/seccompProfile.js';
import { imageLimits } from './imageLimits.js';

/** Nobody's: below the ids of desktops, above those that systemd hands to containers, and with no right to anything. */
const unpackUid = 1_879_999_999;
const systemLinks = ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32'];
const ourPrograms = fileURLToPath(new URL('./unpack/', import.meta.url));

export interface Confinement {
  /** Names the container. One at a time. */
  readonly id: string;
  /** Of its cgroup, below the root of every hierarchy. */
  readonly groupPath: string;
  /** The limits that this machine can set. */
  readonly limits: readonly Limit[];
  /** Where runc keeps its state. */
  readonly stateDir: string;
  /** An empty directory for everything that is needed meanwhile; `work` in it is what the program may write to. */
  readonly dir: string;
  /** The one file of the host's that the program sees besides programs and libraries. */
  readonly archive: string;
}

/**
 * Runs the unpacking program in a container: a user of its own without a single capability, no network, no file system but the
 * host's programs read-only, the archive, and its work directory; bounded in memory, processes and time.
 * @returns its output
 * @throws {HostFault} `timeout`, or `internal` with its words
 */
export async function runConfined(confinement: Confinement, args: readonly string[]): Promise<string> {
  const { id, stateDir, dir } = confinement;
  await prepare(confinement, args);
  const runc = (...words: string[]) => ['--root', stateDir, ...words];
  try {
    return await run('runc', runc('run', '--bundle', dir, id), { timeoutMs: imageLimits.unpackMs });
  } finally {
    // After an ordinary end there is nothing left to delete, which --force does not take for an error.
    await run('runc', runc('delete', '--force', id));
  }
}

/** Ends what an engine host that was killed left running. */
export async function endConfined(stateDir: string, id: string): Promise<void> {
  await run('runc', ['--root', stateDir, 'delete', '--force', id]);
}

async function prepare(confinement: Confinement, args: readonly string[]): Promise<void> {
  const { dir } = confinement;
  const root = join(dir, 'rootfs');
  await mkdir(join(root, 'opt'), { recursive: true, mode: 0o755 });
  await mkdir(join(dir, 'work'), { mode: 0o700 });
  for (const path of [join(dir, 'work'), confinement.archive]) await chown(path, unpackUid, unpackUid);
  for (const name of systemLinks) {
    const target = await linkOf(join('/', name));
    if (target !== undefined) await symlink(target, join(root, name));
  }
  // Copies, as our own directory may be one that root alone can read.
  await cp(ourPrograms, join(root, 'opt', 'unpack'), { recursive: true });
  await writeFile(join(root, 'opt', 'package.json'), '{"type":"module"}\n');
  await writeFile(join(dir, 'config.json'), JSON.stringify(configOf(confinement, args)));
}

function configOf({ groupPath, limits, dir, archive }: Confinement, args: readonly string[]): object {
  const tmpfs = (destination: string, size: number) => ({
    destination,
    type: 'tmpfs',
    source: 'tmpfs',
    options: ['nosuid', 'nodev', 'noexec', `size=${size}`, 'mode=1777'],
  });
  const bind = (source: string, destination: string, ...options: string[]) => ({
    destination,
    type: 'bind',
    source,
    options: ['rbind', 'nosuid', 'nodev', 'rprivate', ...options],
  });
  return {
    ociVersion: '1.0.2',
    process: {
      terminal: false,
      user: { uid: unpackUid, gid: unpackUid },
      args: ['/opt/node', '--max-old-space-size=512', '/opt/unpack/main.js', ...args],
      env: ['PATH=/usr/bin:/bin', 'HOME=/tmp', 'LC_ALL=C.UTF-8'],
      cwd: '/work',
      capabilities: { bounding: [], effective: [], inheritable: [], permitted: [], ambient: [] },
      noNewPrivileges: true,
      rlimits: [
        { type: 'RLIMIT_FSIZE', hard: imageLimits.imageBytes, soft: imageLimits.imageBytes },
        { type: 'RLIMIT_NOFILE', hard: 4096, soft: 4096 },
        { type: 'RLIMIT_CORE', hard: 0, soft: 0 },
      ],
    },
    root: { path: 'rootfs', readonly: true },
    mounts: [
      { destination: '/proc', type: 'proc', source: 'proc', options: ['nosuid', 'nodev', 'noexec'] },
      { destination: '/dev', type: 'tmpfs', source: 'tmpfs', options: ['nosuid', 'size=65536', 'mode=755'] },
      tmpfs('/tmp', 67_108_864),
      bind('/usr', '/usr', 'ro'),
      bind(process.execPath, '/opt/node', 'ro'),
      bind(archive, '/archive', 'ro', 'noexec'),
      bind(join(dir, 'work'), '/work', 'rw', 'noexec'),
    ],
    linux: {
      namespaces: ['pid', 'ipc', 'uts', 'mount', 'network', 'cgroup'].map((type) => ({ type })),
      cgroupsPath: groupPath,
      resources: {
        devices: [{ allow: false, access: 'rwm' }],
        ...(limits.includes('memory') && { memory: { limit: imageLimits.unpackMemoryBytes } }),
        ...(limits.includes('pids') && { pids: { limit: imageLimits.unpackProcesses } }),
      },
      seccomp: seccompProfile(process.arch),
      maskedPaths,
      readonlyPaths,
    },
  };
}

/** Where a name of the host's root points to; undefined when it is no link (as on an old layout) or not there. */
async function linkOf(path: string): Promise<string | undefined> {
  try {
    return (await lstat(path)).isSymbolicLink() ? await readlink(path) : undefined;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Where the unpacking leaves the root of the image, owned by its user. */
export function unpackedRoot(dir: string): string {
  return join(dir, 'work', 'root');
}
