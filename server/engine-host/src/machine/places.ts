import { lchown, mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HostFault } from './fault.js';
import { mountsBelow } from './mounts.js';
import { run } from './run.js';

/** The longest path that fits sockaddr_un.sun_path, in bytes. Longer ones would be cut silently and could collide. */
export const maxSocketPathLength = 107;

/** Tells which user ids are whose; common to all engine hosts of the machine. */
export const uidClaimsDir = '/var/lib/deskplane/uid-ranges';

export interface PlaceOptions {
  readonly stateDir: string;
  readonly runtimeDir: string;
  /** Eight hex digits that set this engine host apart from others on the machine. */
  readonly instance: string;
  readonly clientUid: number;
  readonly clientGid: number;
  /** Undefined: desktops reach nothing outside of their VPC. */
  readonly egress?: EgressOptions | undefined;
}

/** By which interface desktops may reach the outside. */
export interface EgressOptions {
  readonly device: string;
  /** Ranges (CIDR) that are not refused there although they are private or next to the machine. */
  readonly allowed: readonly string[];
}

/** Where everything of an item lives. All names of kernel objects carry the instance. */
export interface Places extends PlaceOptions {
  readonly records: string;
  readonly lock: string;
  /** A directory per image; the two below are beside them. */
  readonly images: string;
  readonly uploads: string;
  readonly imageStaging: string;
  /** Wrapped keys of the disks: part of no backup. */
  readonly keys: string;
  /** What is known of keys that were destroyed. */
  readonly erasures: string;
  /** The directory that a plain disk is. Root's own. */
  volume(short: string): string;
  /** Where an encrypted disk is mounted. Root's own. */
  diskMount(short: string): string;
  /** What runc remembers of running containers. */
  readonly runc: string;
  /** Where lxcfs shows the desktops' figures. */
  readonly figures: string;
  /** Everything that a server has while it runs: its container's configuration, root and files. */
  bundle(short: string): string;
  /** The file that holds a disk's file system. */
  diskImage(short: string): string;
  snapshotImage(short: string): string;
  /** The screen socket as the service sees it. */
  screen(short: string): string;
  networkNamespace(short: string): string;
}

/** Lays out the names; touches nothing. */
export function layOut(options: PlaceOptions): Places {
  const { stateDir, runtimeDir, instance } = options;
  return {
    ...options,
    records: join(stateDir, 'records'),
    lock: join(stateDir, 'host.lock'),
    images: join(stateDir, 'images'),
    uploads: join(stateDir, 'images', 'uploads'),
    imageStaging: join(stateDir, 'images', 'staging'),
    keys: join(stateDir, 'keys'),
    erasures: join(stateDir, 'erasures'),
    volume: (short) => join(stateDir, 'volumes', short),
    // Not below the data: whoever deletes that must not walk into a desktop's files.
    diskMount: (short) => join(runtimeDir, 'disks', short),
    runc: join(runtimeDir, 'runc'),
    figures: join(runtimeDir, 'figures'),
    bundle: (short) => join(runtimeDir, 'desktops', short),
    diskImage: (short) => join(stateDir, 'volumes', `${short}.img`),
    snapshotImage: (short) => join(stateDir, 'snapshots', `${short}.img`),
    screen: (short) => join(runtimeDir, 'screens', `${short}.sock`),
    networkNamespace: (short) => `dp-${instance}-${short}`,
  };
}

/**
 * Makes the directories.
 * @throws {HostFault} `internal` when a socket path would be too long or when someone but root could swap a directory
 */
export async function preparePlaces(places: Places): Promise<void> {
  checkSocketPath(places.screen('abcdef'));
  for (const dir of [places.stateDir, places.runtimeDir]) {
    await mkdir(dirname(dir), { recursive: true });
    await mkdir(dir, { recursive: true, mode: dir === places.stateDir ? 0o700 : 0o711 });
    await requireRootOwned(dir);
  }
  const own = ['records', 'volumes', 'snapshots'].map((name) => join(places.stateDir, name));
  for (const dir of [...own, places.keys, places.erasures]) {
    await mkdir(dir, { recursive: true, mode: 0o700 });
  }
  await mountRuntime(places);
  const running = ['desktops', 'disks'].map((name) => join(places.runtimeDir, name));
  for (const dir of [...running, places.runc]) {
    await mkdir(dir, { recursive: true, mode: 0o700 });
  }
  const screens = join(places.runtimeDir, 'screens');
  await mkdir(screens, { recursive: true, mode: 0o710 });
  await lchown(screens, 0, places.clientGid);
}

/**
 * A file system of its own for what lives as long as desktops run. A desktop can read where its mounts come from: of a directory of
 * this file system it sees the path from here on, and so none of the host's.
 */
async function mountRuntime(places: Places): Promise<void> {
  if (mountsBelow(places.runtimeDir).some(({ point }) => point === places.runtimeDir)) return;
  const options = 'mode=0711,nosuid,nodev,size=67108864';
  await run('mount', ['-t', 'tmpfs', '-o', options, 'desktops', places.runtimeDir]);
}

/** Takes the file system for running desktops away when nothing of a desktop is in it. */
export async function closePlaces(places: Places): Promise<void> {
  const kept = await Promise.all(
    ['desktops', 'disks', 'screens', 'runc'].map((name) => readdir(join(places.runtimeDir, name))),
  );
  if (kept.flat().length === 0) await run('umount', ['--', places.runtimeDir]);
}

/** @throws {HostFault} `internal` saying by how much the path is too long */
export function checkSocketPath(path: string): void {
  const length = Buffer.byteLength(path);
  if (length > maxSocketPathLength) {
    throw new HostFault(
      'internal',
      `the socket path ${path} has ${length} bytes, the system allows ${maxSocketPathLength}: choose a shorter --runtime-dir`,
    );
  }
}

/** @throws {HostFault} `internal` when the directory is not root's own or others may write to it */
export async function requireRootOwned(dir: string): Promise<void> {
  const found = await stat(dir);
  if (found.uid !== 0 || (found.mode & 0o022) !== 0) {
    throw new HostFault('internal', `${dir} must belong to root and be writable by root only`);
  }
}
