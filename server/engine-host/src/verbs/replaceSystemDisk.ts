import { closeDisk } from '../disks/openDisk.js';
import { type Inventory, isVolume } from '../items/inventory.js';
import type { ItemRef } from '../items/items.js';
import type { ServerRecord, VolumeRecord } from '../items/records.js';
import { HostFault } from '../machine/fault.js';
import { change, findServer, requireUsable } from './serverVerbs.js';

/** A system disk and the image that it is begun with from. */
export interface SystemDisk {
  readonly volume: ItemRef;
  readonly imageId: string;
}

/**
 * Gives a server another system disk: on record, for its next start. The one that it had is then used by nothing and can go. One that it
 * has already is left as it is, also while it runs.
 * @param check throws when it is too late, or there is no such image
 * @throws {HostFault} `not-found`; `refused` for a disk of another desktop; `conflict` unless the server is off and the disk complete,
 * nobody else's and the place of the system disk its own
 */
export async function replaceSystemDisk(
  inventory: Inventory,
  ref: ItemRef,
  { volume, imageId }: SystemDisk,
  check: () => void,
): Promise<void> {
  const server = findServer(inventory, ref);
  if (server.spec.volumes[0]?.id === volume.id && server.spec.imageId === imageId) return;
  let disk: VolumeRecord | undefined;
  await change(inventory, ref, (found) => {
    check();
    disk = usableDisk(inventory, found, volume);
    const { id, generation } = volume;
    const others = found.spec.volumes.slice(1);
    found.spec = { ...found.spec, imageId, volumes: [{ kind: 'volume', id, generation }, ...others] };
  });
  // Of a desktop that is off the kernel has no key.
  if (disk !== undefined) await closeDisk(inventory, disk);
}

function usableDisk(inventory: Inventory, server: ServerRecord, ref: ItemRef): VolumeRecord {
  const disk = requireUsable(inventory, server.spec, ref, server);
  if (!isVolume(disk) || disk.phase !== 'ready')
    throw new HostFault('conflict', `the disk ${ref.id} is not complete`);
  const [former, ...others] = inventory.volumesOf(server);
  if (others.some(({ id }) => id === disk.id) || disk.spec.device !== former?.spec.device)
    throw new HostFault('conflict', `the disk ${ref.id} is no system disk`);
  return disk;
}
