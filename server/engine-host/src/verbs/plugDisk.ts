import { closeDisk, openDisk } from '../disks/openDisk.js';
import { type Inventory, isVolume } from '../items/inventory.js';
import type { ItemRef } from '../items/items.js';
import type { ServerRecord, VolumeRecord } from '../items/records.js';
import { HostFault } from '../machine/fault.js';
import { mountInside } from '../sandbox/mountInside.js';
import { isRunning } from '../sandbox/servers.js';
import { findServer, requireUsable } from './serverVerbs.js';

/**
 * Gives a server one more data disk: on record, so that every start has it, and at once where it runs. Asked again it does what is
 * left to do.
 * @param inTurn waits until nothing else is done with the server
 * @throws {HostFault} `not-found`; `refused` for a disk of another desktop; `conflict` when the disk is not complete or another
 * server's, the server has another disk in its place, or is on its way out
 */
export async function plugDisk(
  inventory: Inventory,
  ref: ItemRef,
  diskRef: ItemRef,
  inTurn: (server: ServerRecord, task: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const server = findServer(inventory, ref);
  await inTurn(server, async () => {
    if (server.phase !== 'ready')
      throw new HostFault('conflict', `the server ${ref.id} is not complete or on its way out`);
    const disk = usableDisk(inventory, server, diskRef);
    if (!server.spec.volumes.some(({ id }) => id === disk.id)) await note(inventory, server, diskRef);
    if (isRunning(inventory, server))
      await mountInside(inventory, server, disk, await openDisk(inventory, disk));
    // Of a desktop that is off the kernel has no key.
    else await closeDisk(inventory, disk);
  });
}

function usableDisk(inventory: Inventory, server: ServerRecord, ref: ItemRef): VolumeRecord {
  const disk = requireUsable(inventory, server.spec, ref, server);
  if (!isVolume(disk) || disk.phase !== 'ready')
    throw new HostFault('conflict', `the disk ${ref.id} is not complete`);
  const taken = inventory
    .volumesOf(server)
    .some((each) => each.id !== disk.id && each.spec.device === disk.spec.device);
  if (taken) throw new HostFault('conflict', `the server has another disk ${disk.spec.device} already`);
  return disk;
}

async function note(inventory: Inventory, server: ServerRecord, disk: ItemRef): Promise<void> {
  const before = server.spec;
  server.spec = { ...before, volumes: [...before.volumes, disk] };
  try {
    await inventory.save(server);
  } catch (error) {
    server.spec = before;
    throw error;
  }
}
