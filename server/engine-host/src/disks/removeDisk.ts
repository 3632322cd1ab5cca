import { type Inventory, isServer, isVolume, sameDesktop } from '../items/inventory.js';
import type { ItemRef } from '../items/items.js';
import type { ItemRecord, SnapshotRecord, VolumeRecord } from '../items/records.js';
import { HostFault } from '../machine/fault.js';
import { together } from '../machine/together.js';
import { removeImage } from './diskImage.js';
import { endHolders } from './endHolders.js';
import { diskLeftovers, pathLeftover, removeTree } from './leftovers.js';
import { closeAlone } from './openDisk.js';
import { thawAlone } from './snapshots.js';

/** A disk, or a snapshot, which lies under the key of its disk. */
export type Keyed = VolumeRecord | SnapshotRecord;

/**
 * Removes a disk or a snapshot to the last trace, then its record. The last of a disk and its snapshots takes the key
 * with it, before anything else goes: whatever is left on any medium is noise from then on.
 * @throws {HostFault} naming what does not go
 */
export function removeKeyed(inventory: Inventory, item: Keyed): Promise<void> {
  // One at a time per disk, so that of the last two one is the last.
  return inventory.disks.serial.run(diskIdOf(item), async () => {
    if (inventory.byId(item.spec.kind, item.id) !== item) return;
    const isLast = !othersUnderKeyOf(inventory, item);
    if (isLast) await destroyKey(inventory, item);
    // That the key is destroyed is on record before the item is forgotten: time enough while the files go.
    await together([
      removeFiles(inventory, item),
      ...(isLast ? [inventory.disks.erasures.complete(refOf(item))] : []),
    ]);
    const left = await keyedLeftovers(inventory, item);
    if (left.length > 0) throw new HostFault('internal', `still there: ${left.join(', ')}`);
    await inventory.forget(item);
  });
}

/** What is still there of a disk or a snapshot, in words. */
export async function keyedLeftovers(inventory: Inventory, item: Keyed): Promise<string[]> {
  const { places, disks } = inventory;
  const files = isVolume(item)
    ? await diskLeftovers(places, item.short)
    : await pathLeftover(places.snapshotImage(item.short));
  const diskId = diskIdOf(item);
  const key = !othersUnderKeyOf(inventory, item) && (await disks.keys.holds(diskId));
  return key ? [...files, `key of the disk ${diskId}`] : files;
}

/** Whether a disk or snapshot other than this one lies under the same key; one on its way out still counts. */
function othersUnderKeyOf(inventory: Inventory, item: Keyed): boolean {
  const diskId = diskIdOf(item);
  const all: (ItemRecord | undefined)[] = [
    inventory.byId('volume', diskId),
    ...inventory.snapshotsOf(diskId),
  ];
  return all.some((each) => each !== undefined && each !== item);
}

async function destroyKey({ disks }: Inventory, item: Keyed): Promise<void> {
  const diskId = diskIdOf(item);
  // Noted before, so that a crash in between leaves no doubt about who destroyed it; claimed after.
  if (item.keyId !== null && (await disks.keys.holds(diskId))) {
    await disks.erasures.intend(refOf(item), item.keyId);
  }
  await disks.keys.destroy(diskId);
}

async function removeFiles(inventory: Inventory, item: Keyed): Promise<void> {
  const { places } = inventory;
  if (!isVolume(item)) return removeImage(places.snapshotImage(item.short));
  const stays = inventory.all().some((each) => isServer(each) && sameDesktop(each.spec, item.spec));
  if (stays) await takeFromDesktop(inventory, item);
  await closeAlone(inventory, item);
  if (item.form === 'plain') await removeTree(places.volume(item.short));
  else await removeImage(places.diskImage(item.short));
}

/** A desktop that stays may run, and wait with its writes. */
async function takeFromDesktop(inventory: Inventory, disk: VolumeRecord): Promise<void> {
  if (inventory.disks.scarcity.now) await thawAlone(inventory, disk);
  endHolders(inventory.places, disk);
}

function refOf(item: Keyed): ItemRef {
  return { kind: item.spec.kind, id: item.id, generation: item.generation };
}

function diskIdOf(item: Keyed): string {
  return isVolume(item) ? item.id : item.spec.volume.id;
}
