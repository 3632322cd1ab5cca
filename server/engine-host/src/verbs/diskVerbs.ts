import { canGrowMounted } from '../disks/canGrowMounted.js';
import { closeAlone, openAlone } from '../disks/openDisk.js';
import { refusePromise } from '../disks/room.js';
import { restoreSnapshot } from '../disks/snapshots.js';
import { type Inventory, isSnapshot, isVolume } from '../items/inventory.js';
import type { ItemRef } from '../items/items.js';
import type { ServerRecord, SnapshotRecord, VolumeRecord } from '../items/records.js';
import { HostFault } from '../machine/fault.js';
import { isRunning } from '../sandbox/servers.js';

/**
 * Lets a disk grow, also while its desktop runs; that of a desktop that is off is closed again. Asked again it does what is
 * left to do; a crash in the middle is made good when the disk is opened next.
 * @throws {HostFault} `refused` when it would shrink, `capacity` when there is no room, `conflict` when the machine lets
 * it grow only while its desktop is off
 */
export function resizeVolume(inventory: Inventory, ref: ItemRef, sizeGiB: number): Promise<void> {
  return inventory.disks.serial.run(ref.id, async () => {
    const disk = completeVolume(inventory, ref);
    const now = disk.spec.sizeGiB;
    if (sizeGiB < now) {
      throw new HostFault('refused', `the disk ${ref.id} has ${now} GiB and cannot shrink to ${sizeGiB} GiB`);
    }
    if (sizeGiB > now) {
      const mayGrow = disk.form === 'plain' || canGrowMounted();
      const user = mayGrow ? undefined : usedBy(inventory, disk);
      if (user !== undefined) {
        throw new HostFault(
          'conflict',
          `the desktop ${user.spec.hostName} must be off before its disk ${disk.id} can grow: the engine host has no CAP_SYS_RESOURCE on this machine`,
        );
      }
      refusePromise(inventory, sizeGiB - now);
      disk.spec = { ...disk.spec, sizeGiB };
      await inventory.save(disk);
    }
    await openAlone(inventory, disk);
    // Of a desktop that is off the kernel has no key. A disk that no desktop has yet waits for it open.
    if (inventory.usersOf(disk).length > 0 && usedBy(inventory, disk) === undefined)
      await closeAlone(inventory, disk);
  });
}

/**
 * Puts the disk of a snapshot back to what it was then.
 * @param refuseLate throws when it is too late to begin
 * @throws {HostFault} `conflict` when its desktop is not off
 */
export async function restoreFromSnapshot(
  inventory: Inventory,
  ref: ItemRef,
  refuseLate: () => void,
): Promise<void> {
  const snapshot = completeSnapshot(inventory, ref);
  await restoreSnapshot(inventory, snapshot, () => {
    refuseLate();
    completeSnapshot(inventory, ref);
    const disk = completeVolume(inventory, snapshot.spec.volume);
    const user = usedBy(inventory, disk);
    if (user !== undefined) {
      throw new HostFault(
        'conflict',
        `the desktop ${user.spec.hostName} must be off before its disk ${disk.id} can be put back`,
      );
    }
  });
}

/**
 * Takes a data disk out of the server that uses it. It is no part of the next run; a run that has it loses it when it is closed.
 * From then on it is on its way out for good, so that no run may begin with it.
 * @param inTurn waits until nothing else is done with the server
 * @throws {HostFault} `conflict` when it is the system disk of the server
 */
export async function unplugDisk(
  inventory: Inventory,
  disk: VolumeRecord,
  inTurn: (server: ServerRecord, task: () => Promise<void>) => Promise<void>,
): Promise<void> {
  for (const server of inventory.usersOf(disk)) {
    await inTurn(server, async () => {
      const [systemDisk] = server.spec.volumes;
      if (systemDisk?.id === disk.id)
        throw new HostFault('conflict', `the disk ${disk.id} is the system disk of ${server.spec.hostName}`);
      const volumes = server.spec.volumes.filter(({ id }) => id !== disk.id);
      server.spec = { ...server.spec, volumes };
      await inventory.save(server);
    });
  }
}

/** The server that has a disk open, or is about to. */
function usedBy(inventory: Inventory, disk: VolumeRecord): ServerRecord | undefined {
  const isUser = (each: ServerRecord) =>
    isRunning(inventory, each) || (each.pending !== null && each.pending !== 'stop');
  return inventory.usersOf(disk).find(isUser);
}

function completeVolume(inventory: Inventory, ref: ItemRef): VolumeRecord {
  const found = inventory.byId('volume', ref.id);
  if (found === undefined || !isVolume(found)) throw missing(ref);
  return checkComplete(found, ref);
}

function completeSnapshot(inventory: Inventory, ref: ItemRef): SnapshotRecord {
  const found = inventory.byId('snapshot', ref.id);
  if (found === undefined || !isSnapshot(found)) throw missing(ref);
  return checkComplete(found, ref);
}

function checkComplete<Item extends VolumeRecord | SnapshotRecord>(item: Item, ref: ItemRef): Item {
  if (item.generation !== ref.generation) throw missing(ref);
  if (item.phase === 'ready') return item;
  throw new HostFault('conflict', `the ${ref.kind} ${ref.id} is not complete or on its way out`);
}

function missing(ref: ItemRef): HostFault {
  return new HostFault('not-found', `there is no ${ref.kind} ${ref.id} of this generation`);
}
