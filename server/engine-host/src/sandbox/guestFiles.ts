import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerRecord } from '../items/records.js';

/** The user's name inside every desktop; outside it has a number only. */
export const guestUser = 'desktop';
export const guestHome = `/home/${guestUser}`;

/**
 * The first program of the desktop. X tells its parent by SIGUSR1 that it is ready if that signal was ignored when it
 * started. Programs go up from within the window manager: windows opened before it manages the screen stay unmapped.
 * TigerVNC would shut everybody out after a few dropped handshakes, hence UseBlacklist=0.
 */
const session = `#!/bin/sh
exec </dev/null >/dev/null 2>&1
umask 077
mkdir -p "$XDG_RUNTIME_DIR"
cd "$HOME" || exit 1
rm -f /run/screen/sock
trap : USR1
(
  trap '' USR1
  exec Xtigervnc :0 -rfbport -1 -rfbunixpath /run/screen/sock -rfbunixmode 0600 \\
    -SecurityTypes None -UseBlacklist=0 -AlwaysShared -geometry 1280x800 -depth 24 \\
    -desktop "$DESKPLANE_DESKTOP" >/tmp/.screen.log 2>&1
) &
screen=$!
wait "$screen"
kill -0 "$screen" || exit 1
openbox --startup /run/deskplane/startup &
manager=$!
trap 'kill "$manager" "$screen"' TERM
wait "$manager"
kill "$screen"
wait
`;

const startup = `#!/bin/sh
xterm -fa Monospace -fs 11 &
`;

/** Writes the files that the sandbox sees read-only under /etc and /run/deskplane. */
export async function writeGuestFiles(dir: string, record: ServerRecord, address?: string): Promise<void> {
  const { hostName } = record.spec;
  const id = record.uid;
  await mkdir(join(dir, 'etc'), { recursive: true, mode: 0o700 });
  const hosts = ['127.0.0.1 localhost', '::1 localhost', ...(address ? [`${address} ${hostName}`] : [])];
  const files: [string, string, number][] = [
    ['session', session, 0o755],
    ['startup', startup, 0o755],
    [
      'etc/passwd',
      `root:x:0:0:root:/root:/usr/sbin/nologin\n${guestUser}:x:${id}:${id}::${guestHome}:/bin/bash\n`,
      0o644,
    ],
    ['etc/group', `root:x:0:\n${guestUser}:x:${id}:\n`, 0o644],
    ['etc/hosts', `${hosts.join('\n')}\n`, 0o644],
    ['etc/hostname', `${hostName}\n`, 0o644],
    ['etc/nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files dns\n', 0o644],
    ['etc/machine-id', `${record.id.replaceAll('-', '')}\n`, 0o644],
  ];
  for (const [name, text, mode] of files) await writeFile(join(dir, name), text, { mode });
}
