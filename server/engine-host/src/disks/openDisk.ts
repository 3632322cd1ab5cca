import type { VolumeRecord } from '../items/records.js';
import type { Places } from '../machine/places.js';
import { makeVolume } from './volumes.js';

/**
 * Makes a disk ready for use, also after a restart of the machine. Doing it again changes nothing.
 * @returns the directory that belongs to the desktop's user
 * @throws {HostFault}
 */
export async function openDisk(places: Places, record: VolumeRecord): Promise<string> {
  await makeVolume(places, record);
  return places.volume(record.short);
}
