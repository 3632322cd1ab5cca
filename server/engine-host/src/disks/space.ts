import { statfsSync } from 'node:fs';
import type { Places } from '../machine/places.js';
import { bytesPerGiB } from './diskImage.js';

export interface RoomRules {
  /** Free space that disks must leave to the rest of the machine, in bytes. */
  readonly reserveBytes: number;
  /** How many times the machine's space all disks together may be promised. */
  readonly overcommit: number;
}

/** The usual reserve: a tenth of the file system that holds the disks, at most 10 GiB; in bytes. */
export function usualReserve(places: Places): number {
  return Math.min(10 * bytesPerGiB, Math.floor(spaceOf(places).size / 10));
}

/** Size and free space of the file system that holds the disks, in bytes. */
export function spaceOf({ stateDir }: Places): { size: number; free: number } {
  const { blocks, bavail, bsize } = statfsSync(stateDir);
  return { size: blocks * bsize, free: bavail * bsize };
}
