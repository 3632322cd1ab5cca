import { readFileSync } from 'node:fs';
import type { EngineOffer, EngineZone } from '../contract.js';
import type { EngineImage } from '../images.js';

/**
 * The one image that the local engine has by itself: the host's own programs, seen read-only. Never changes, so that clients may keep
 * it. The command calls it `host`.
 */
export const localImageId = '6f1c1f0e-52b4-4a53-9d6e-7a5a3c0de001';

/**
 * What this machine offers: one zone (`<region>a`), one image that carries the machine's operating system version, and those that
 * were imported.
 * @param imported asked each time that the images are looked at
 * @param disks what is known of this machine's disks, asked each time that the zone is looked at
 * @param osRelease text of /etc/os-release
 */
export function localOffer(
  region: string,
  imported: () => readonly EngineImage[] = () => [],
  disks: () => EngineZone['disks'] = () => undefined,
  osRelease: string = readOsRelease(),
): EngineOffer {
  const name = /^PRETTY_NAME="?([^"\n]{1,128})"?$/m.exec(osRelease)?.[1] ?? 'Linux';
  const host: EngineImage = {
    id: localImageId,
    name: 'host (/usr)',
    osType: 'Linux',
    osVersion: name,
    minimumDiskGiB: 1,
    minimumMemoryMiB: 256,
    createdAt: '2026-01-01T00:00:00Z',
  };
  return {
    get availabilityZones() {
      const known = disks();
      const zone = { id: `${region}a`, nameEn: 'This machine', nameZh: '本机' };
      return [known === undefined ? zone : { ...zone, disks: known }];
    },
    get images() {
      return [host, ...imported()];
    },
    architecture: process.arch === 'arm64' ? 'arm' : 'x86',
  };
}

function readOsRelease(): string {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch (error) {
    // A machine without the file is merely nameless.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
