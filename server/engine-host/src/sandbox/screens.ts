import { constants } from 'node:fs';
import { chmod, lchown, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { HostFault, systemCode } from '../machine/fault.js';
import type { Places } from '../machine/places.js';

/** What a VNC server says first: RFC 6143 §7.1.1. */
const banner = 'RFB 003.008\n';
const lookAgainMs = 4;
/** Opens the name of a file and not its content: open(2). Node.js does not tell it; it is the same on x86-64 and arm64. */
const openPath = 0o10000000;

/** Makes the directory in which the X server places its socket. It is root's, and open only until the screen answers. */
export async function prepareScreen(places: Places, short: string): Promise<void> {
  const dir = screenDir(places, short);
  await mkdir(dir, { recursive: true });
  await chmod(dir, 0o1777);
}

/**
 * Waits until the screen answers, closes its directory for the guest, and moves the socket to where only the service may connect.
 * From then on no program of the desktop can put another in its place, nor reach it.
 * @param stillWanted asked in between; false ends the wait
 * @throws {HostFault} `timeout` when no screen answers in time, `conflict` when it is not wanted any more
 */
export async function publishScreen(
  places: Places,
  server: { readonly short: string; readonly uid: number },
  stillWanted: () => boolean,
  deadlineMs: number,
): Promise<void> {
  const end = performance.now() + deadlineMs;
  const dir = screenDir(places, server.short);
  const socket = join(dir, 'sock');
  while ((await bannerOf(socket, server.uid)) !== banner) {
    if (!stillWanted()) throw new HostFault('conflict', 'the desktop ended or was stopped while it started');
    if (performance.now() > end) {
      throw new HostFault('timeout', `no screen answered within ${deadlineMs} ms`);
    }
    await pause(lookAgainMs);
  }
  await chmod(dir, 0o755);
  // What was looked at before could have been replaced until now. A directory of its own would still be open to it.
  const isAlone = (await readdir(dir)).join() === 'sock';
  if (!isAlone || (await bannerOf(socket, server.uid)) !== banner) {
    throw new HostFault('internal', 'the desktop offered something else beside or in place of its screen');
  }
  await lchown(socket, places.clientUid, places.clientGid);
  // After the change of owner, so that the guest cannot open it again.
  await chmod(socket, 0o600);
  await rename(socket, places.screen(server.short));
}

/** Removes the screen's socket. */
export async function removeScreen(places: Places, short: string): Promise<void> {
  await rm(places.screen(short), { force: true });
}

function screenDir(places: Places, short: string): string {
  return join(places.bundle(short), 'screen');
}

/**
 * The first bytes that a user's socket sends; undefined when there is none, or it cannot be reached or stays silent for 2 s. The
 * guest may change its directory meanwhile: what is connected to is what was looked at, and no link is followed.
 */
async function bannerOf(path: string, uid: number): Promise<string | undefined> {
  try {
    const file = await open(path, openPath | constants.O_NOFOLLOW);
    try {
      const found = await file.stat();
      const isTheirs = found.isSocket() && found.uid === uid;
      return isTheirs ? await readBanner(`/proc/self/fd/${file.fd}`) : undefined;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The first bytes a socket sends, or undefined when it cannot be reached or stays silent for 2 s. */
function readBanner(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    let text = '';
    const end = (answer: string | undefined) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2000, () => end(undefined));
    socket.on('error', () => end(undefined));
    socket.on('end', () => end(undefined));
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      if (text.length >= banner.length) end(text.slice(0, banner.length));
    });
  });
}
