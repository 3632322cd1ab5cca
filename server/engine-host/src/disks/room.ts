import { type Inventory, isVolume } from '../items/inventory.js';
import { HostFault } from '../machine/fault.js';
import { bytesPerGiB } from './diskImage.js';
import { type RoomRules, spaceOf } from './space.js';

/** What a new disk takes at once, generously: its file system's own tables and journal. */
const leastRoom = 64 * 2 ** 20;

/** The machine's space for disks; sizes in bytes. */
export interface Room extends RoomRules {
  /** Of the file system that holds the disks. */
  readonly sizeBytes: number;
  readonly freeBytes: number;
  /** The sum of the sizes of all disks. */
  readonly promisedBytes: number;
  /** The most that this sum may be. */
  readonly promisableBytes: number;
}

/** How much room there is now. */
export function roomOf(inventory: Inventory): Room {
  const promised = inventory.all().reduce((sum, each) => sum + (isVolume(each) ? each.spec.sizeGiB : 0), 0);
  const { rules } = inventory.disks;
  const { size, free } = spaceOf(inventory.places);
  return {
    ...rules,
    sizeBytes: size,
    freeBytes: free,
    promisedBytes: promised * bytesPerGiB,
    promisableBytes: Math.max(0, Math.floor((size - rules.reserveBytes) * rules.overcommit)),
  };
}

/** @throws {HostFault} `capacity` when a new disk, or an old one that grows, would be promised what is not there */
export function refusePromise(inventory: Inventory, moreGiB: number): void {
  refuseUse(inventory, leastRoom, 'another disk');
  const { promisedBytes, promisableBytes: most } = roomOf(inventory);
  if (promisedBytes + moreGiB * bytesPerGiB > most) {
    throw new HostFault(
      'capacity',
      `all disks together may be promised ${inGiB(most)}, ${inGiB(promisedBytes)} are, and ${moreGiB} GiB more are asked for: DESKPLANE_DISK_OVERCOMMIT says how many times the machine's space may be promised`,
    );
  }
}

/** @throws {HostFault} `capacity` when so many bytes cannot be written without touching the reserve */
export function refuseUse(inventory: Inventory, bytes: number, what: string): void {
  const { freeBytes, reserveBytes } = roomOf(inventory);
  if (freeBytes - bytes >= reserveBytes) return;
  throw new HostFault(
    'capacity',
    `${what} needs ${inGiB(bytes)}; ${inGiB(freeBytes)} are free, of which DESKPLANE_DISK_RESERVE_GIB keeps ${inGiB(reserveBytes)}`,
  );
}

function inGiB(bytes: number): string {
  return `${Number((bytes / bytesPerGiB).toFixed(2))} GiB`;
}
