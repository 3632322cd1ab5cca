import { constants } from 'node:fs';
import { lstat, mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../machine/fault.js';
import { resolverFile } from '../network/resolverFile.js';

/** The user's name inside every desktop; outside it has a number only. */
export const guestUser = 'desktop';
export const guestHome = `/home/${guestUser}`;

/**
 * The first program of the desktop: when it ends, everything ends. It takes in orphans, and is not the parent of the X server
 * itself: that tells no process 1 that it is ready.
 */
const init = `#!/bin/sh
exec </dev/null >/dev/null 2>&1
/run/deskplane/session &
session=$!
trap 'kill "$session"' TERM
while kill -0 "$session"; do wait "$session"; done
`;

/**
 * X tells its parent by SIGUSR1 that it is ready if that signal was ignored when it
 * started. Programs go up from within the window manager: windows opened before it manages the screen stay unmapped.
 * TigerVNC would shut everybody out after a few dropped handshakes, hence UseBlacklist=0. GLX would load a software renderer of
 * 60 MB into the screen of every desktop. No program of the user runs before the engine host has taken the socket away and closed its
 * directory. An image's own session is asked for first (docs/en/images.md).
 */
const session = `#!/bin/sh
umask 077
mkdir -p "$XDG_RUNTIME_DIR"
cd "$HOME" || exit 1
rm -f /run/screen/sock
trap : USR1
(
  trap '' USR1
  exec Xtigervnc :0 -rfbport -1 -rfbunixpath /run/screen/sock -rfbunixmode 0600 \\
    -extension GLX -SecurityTypes None -UseBlacklist=0 -AlwaysShared -geometry 1280x800 -depth 24 \\
    -desktop "$DESKPLANE_DESKTOP" >/tmp/.screen.log 2>&1
) &
screen=$!
wait "$screen"
while kill -0 "$screen" && [ -e /run/screen/sock ]; do sleep 0.005; done
kill -0 "$screen" || exit 1
if [ -x /usr/lib/deskplane/session ]; then
  /usr/lib/deskplane/session >/tmp/.session.log 2>&1 &
else
  openbox --startup /run/deskplane/startup &
fi
manager=$!
trap 'kill "$manager" "$screen"' TERM
wait "$manager"
kill "$screen"
wait
`;

const startup = `#!/bin/sh
if command -v xterm; then xterm -fa Monospace -fs 11 & else x-terminal-emulator & fi
`;

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
    [join(places.run, 'init'), [init], 0o755],
    [join(places.run, 'session'), [session], 0o755],
    [join(places.run, 'startup'), [startup], 0o755],
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
