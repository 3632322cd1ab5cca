import { constants } from 'node:fs';
import { lstat, mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../machine/fault.js';
import { resolverFile } from '../network/resolverFile.js';
import { guestPrograms } from './guestPrograms.js';

/** The user's name inside every desktop; outside it has a number only. */
export const guestUser = 'desktop';
export const guestHome = `/home/${guestUser}`;

/** Entries of /etc that are laid over those of an image. */
export const imageEtc = ['passwd', 'group', 'hosts', 'hostname', 'machine-id', 'resolv.conf'] as const;

/** What a desktop's own files say. */
export interface GuestIdentity {
  readonly id: string;
  readonly uid: number;
  readonly hostName: string;
  readonly address: string | undefined;
  readonly dnsServers: readonly string[];
}

/**
 * Writes the files of a desktop: its programs for /run/deskplane into `run`, its entries of /etc into `etc`.
 * @param image the root of its image, whose users and groups it keeps; undefined for the host's programs
 */
export async function writeGuestFiles(
  places: { readonly run: string; readonly etc: string },
  guest: GuestIdentity,
  image: string | undefined,
): Promise<void> {
  const { hostName, uid } = guest;
  await mkdir(places.run, { recursive: true });
  await mkdir(places.etc, { recursive: true });
  const hosts = [
    '127.0.0.1 localhost',
    '::1 localhost',
    ...(guest.address === undefined ? [] : [`${guest.address} ${hostName}`]),
  ];
  const users = image === undefined ? [rootUser] : await entriesOf(image, 'passwd', uid);
  const groups = image === undefined ? [rootGroup] : await entriesOf(image, 'group', uid);
  const files: [string, readonly string[], number][] = [
    ...Object.entries(guestPrograms).map(([name, program]): [string, readonly string[], number] => [
      join(places.run, name),
      [program],
      0o755,
    ]),
    [join(places.etc, 'passwd'), [...users, `${guestUser}:x:${uid}:${uid}::${guestHome}:/bin/bash`], 0o644],
    [join(places.etc, 'group'), [...groups, `${guestUser}:x:${uid}:`], 0o644],
    [join(places.etc, 'hosts'), hosts, 0o644],
    [join(places.etc, 'hostname'), [hostName], 0o644],
    [join(places.etc, 'nsswitch.conf'), ['passwd: files', 'group: files', 'hosts: files dns'], 0o644],
    [join(places.etc, 'machine-id'), [guest.id.replaceAll('-', '')], 0o644],
    [join(places.etc, 'resolv.conf'), resolverFile(guest.dnsServers), 0o644],
  ];
  for (const [path, lines, mode] of files) await writeFile(path, `${lines.join('\n')}\n`, { mode });
}

const rootUser = 'root:x:0:0:root:/root:/usr/sbin/nologin';
const rootGroup = 'root:x:0:';
const longestList = 1_048_576;

/** The lines of an image's passwd or group but for those that would be mistaken for the desktop's user. */
async function entriesOf(image: string, name: 'passwd' | 'group', uid: number): Promise<string[]> {
  const text = await readInside(image, name);
  return text.split('\n').filter((line) => {
    const [user, , id] = line.split(':');
    return id !== undefined && user !== guestUser && Number(id) !== uid;
  });
}

/** A file of an image's /etc. An image is hostile: no link of it is followed, and what is no file counts as none. */
async function readInside(image: string, name: string): Promise<string> {
  const etc = join(image, 'etc');
  try {
    if (!(await lstat(etc)).isDirectory()) return '';
    const file = await open(
      join(etc, name),
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
    try {
      const found = await file.stat();
      return found.isFile() && found.size <= longestList ? await file.readFile('utf8') : '';
    } finally {
      await file.close();
    }
  } catch (error) {
    if (['ENOENT', 'ELOOP', 'ENXIO'].includes(systemCode(error) ?? '')) return '';
    throw error;
  }
}
