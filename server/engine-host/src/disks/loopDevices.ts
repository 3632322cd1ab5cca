import { readdirSync, readFileSync } from 'node:fs';
import { systemCode } from '../machine/fault.js';

export interface LoopDevice {
  /** As in /dev. */
  readonly name: string;
  /** Major and minor number as /proc/PID/mountinfo writes them. */
  readonly number: string;
  /** Whether its file has been deleted or replaced. */
  readonly deleted: boolean;
}

const deletedMark = ' (deleted)';

/** The loop devices over an image file, also over one of that name that has been deleted or replaced. */
export function loopDevicesOf(image: string): LoopDevice[] {
  const found: LoopDevice[] = [];
  for (const name of blockDevices()) {
    if (!name.startsWith('loop')) continue;
    const file = readIfThere(`/sys/block/${name}/loop/backing_file`);
    if (file !== image && file !== image + deletedMark) continue;
    const number = readIfThere(`/sys/block/${name}/dev`);
    if (number !== undefined) found.push({ name, number, deleted: file !== image });
  }
  return found;
}

function blockDevices(): string[] {
  try {
    return readdirSync('/sys/block');
  } catch (error) {
    // A container may have none at all.
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/\n$/, '');
  } catch (error) {
    const code = systemCode(error);
    // A device that is free or goes away just now has no backing file.
    if (code === 'ENOENT' || code === 'ENXIO' || code === 'ENODEV') return undefined;
    throw error;
  }
}
