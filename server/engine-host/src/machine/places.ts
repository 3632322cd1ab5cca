import { lchown, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HostFault } from './fault.js';

/** The longest path that fits sockaddr_un.sun_path, in bytes. Longer ones would be cut silently and could collide. */
export const maxSocketPathLength = 107;

export interface PlaceOptions {
  readonly stateDir: string;
  readonly runtimeDir: string;
  /** Eight hex digits that set this engine host apart from others on the machine. */
  readonly instance: string;
  readonly clientUid: number;
  readonly clientGid: number;
}

/** Where everything of an item lives. All names of kernel objects carry the instance. */
export interface Places extends PlaceOptions {
  readonly records: string;
  readonly uidRange: string;
  readonly lock: string;
  /** A directory per image; the two below are beside them. */
  readonly images: string;
  readonly uploads: string;
  readonly imageStaging: string;
  volume(short: string): string;
  /** Files made for one server: its /etc entries and the log of its launch. */
  server(short: string): string;
  /** Directory in which the guest itself makes its screen socket. */
  guestScreen(short: string): string;
  /** The screen socket as the service sees it. */
  screen(short: string): string;
  networkNamespace(short: string): string;
  /** Host end of the port's cable, at most 15 characters. */
  hostInterface(short: string): string;
}

/** Lays out the names; touches nothing. */
export function layOut(options: PlaceOptions): Places {
  const { stateDir, runtimeDir, instance } = options;
  return {
    ...options,
    records: join(stateDir, 'records'),
    uidRange: join(stateDir, 'uids.json'),
    lock: join(stateDir, 'host.lock'),
    images: join(stateDir, 'images'),
    uploads: join(stateDir, 'images', 'uploads'),
    imageStaging: join(stateDir, 'images', 'staging'),
    volume: (short) => join(stateDir, 'volumes', short),
    server: (short) => join(stateDir, 'servers', short),
    guestScreen: (short) => join(runtimeDir, 'guests', short),
    screen: (short) => join(runtimeDir, 'screens', `${short}.sock`),
    networkNamespace: (short) => `dp-${instance}-${short}`,
    hostInterface: (short) => `d${instance}${short}`,
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
  for (const dir of ['records', 'volumes', 'servers'].map((name) => join(places.stateDir, name))) {
    await mkdir(dir, { recursive: true, mode: 0o700 });
  }
  await mkdir(join(places.runtimeDir, 'guests'), { recursive: true, mode: 0o700 });
  const screens = join(places.runtimeDir, 'screens');
  await mkdir(screens, { recursive: true, mode: 0o710 });
  await lchown(screens, 0, places.clientGid);
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
