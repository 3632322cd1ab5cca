import { type Inventory, isVolume } from '../items/inventory.js';
import type { ServerRecord, VolumeRecord } from '../items/records.js';
import { run } from '../machine/run.js';
import { mountedDevice } from './mountImage.js';
import { roomOf } from './room.js';
import { thawDisk } from './snapshots.js';

const lookEveryMs = 250;

/**
 * Watches the machine's free space while desktops fill the room that was promised several times over. When half of the
 * reserve is used up, the disks of running desktops are frozen: their writes wait. Without that they would be lost,
 * since the disk's own file system has taken them already, and PostgreSQL would stand still. When three quarters of the
 * reserve are free again, the writes go on.
 * @returns ends the watch; what is frozen stays so until an engine host starts again
 */
export function watchSpace(inventory: Inventory, say: (text: string) => void): () => void {
  let looking = false;
  const look = async () => {
    const { freeBytes, reserveBytes } = roomOf(inventory);
    const { scarcity } = inventory.disks;
    const wasScarce = scarcity.now;
    scarcity.now = freeBytes < reserveBytes * (wasScarce ? 0.75 : 0.5);
    if (scarcity.now && !wasScarce) say(`engine host: ${scarcityWarning}`);
    if (!scarcity.now && wasScarce) say('engine host: there is free space again, the desktops write on');
    if (!scarcity.now && !wasScarce) return;
    const disks = inventory.all().filter(isVolume);
    await Promise.all(
      disks.map((disk) => (scarcity.now ? freeze(inventory, disk) : thawDisk(inventory, disk))),
    );
  };
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch((error: unknown) => say(`engine host: free space cannot be watched: ${String(error)}`))
      .finally(() => {
        looking = false;
      });
  }, lookEveryMs);
  return () => clearInterval(timer);
}

export const scarcityWarning =
  'the machine is short of free space: the writes of all desktops wait until disks, snapshots or other files are deleted';

/** Lets a server's writes go on, so that its processes can end: one whose write waits cannot be killed. */
export async function letWrite(inventory: Inventory, server: ServerRecord): Promise<void> {
  if (!inventory.disks.scarcity.now) return;
  for (const disk of inventory.volumesOf(server)) await thawDisk(inventory, disk);
}

async function freeze(inventory: Inventory, disk: VolumeRecord): Promise<void> {
  const point = inventory.places.diskMount(disk.short);
  await inventory.disks.serial.run(disk.id, async () => {
    const isSteady = (each: ServerRecord) => each.phase === 'ready' && each.pending === null;
    const users = inventory.usersOf(disk);
    // Whoever is about to stop must be able to.
    if (users.length === 0 || !users.every(isSteady)) return;
    if (mountedDevice(inventory.places.diskImage(disk.short), point) === undefined) return;
    // It fails, and nothing else goes wrong, where it is frozen already.
    await run('fsfreeze', ['--freeze', point], { good: [0, 1] });
  });
}
