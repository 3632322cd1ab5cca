import { chmod, lchown, link, lstat, mkdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { removeTree } from '../disks/leftovers.js';
import { HostFault, systemCode } from '../machine/fault.js';
import type { Places } from '../machine/places.js';

/** What a VNC server says first: RFC 6143 §7.1.1. */
const banner = 'RFB 003.008\n';

/** Makes the directory in which the guest, and nobody else but root, may place its screen socket. */
export async function prepareScreen(places: Places, short: string, uid: number): Promise<void> {
  await removeScreen(places, short);
  const dir = places.guestScreen(short);
  await mkdir(dir, { mode: 0o700 });
  await lchown(dir, uid, uid);
}

/**
 * Waits until the guest's screen answers and gives it its place outside, where only the service may connect.
 * The outside name is a hard link in a directory of root's: the guest cannot replace it, and what it offers instead of
 * a socket is not taken.
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
  const inside = join(places.guestScreen(server.short), 'sock');
  const outside = places.screen(server.short);
  for (;;) {
    if (await linkSocket(inside, outside, server.uid)) {
      if ((await readBanner(outside)) === banner) {
        await lchown(outside, places.clientUid, places.clientGid);
        // After the change of owner, so that the guest cannot open it again.
        await chmod(outside, 0o600);
        return;
      }
      await rm(outside, { force: true });
    }
    if (!stillWanted()) throw new HostFault('conflict', 'the desktop ended or was stopped while it started');
    if (performance.now() > end) {
      throw new HostFault('timeout', `no screen answered within ${deadlineMs} ms`);
    }
    await pause(20);
  }
}

/** Removes the screen's socket and directory. */
export async function removeScreen(places: Places, short: string): Promise<void> {
  await rm(places.screen(short), { force: true });
  await removeTree(places.guestScreen(short));
}

/** The first bytes a socket sends, or undefined when it cannot be reached or stays silent for 2 s. */
export function readBanner(path: string): Promise<string | undefined> {
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

async function linkSocket(inside: string, outside: string, uid: number): Promise<boolean> {
  try {
    await link(inside, outside);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
  const found = await lstat(outside);
  if (found.isSocket() && found.uid === uid) return true;
  await rm(outside, { force: true });
  throw new HostFault('internal', 'the guest offered something else in place of its screen socket');
}
