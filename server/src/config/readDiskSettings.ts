import type { DiskSettings } from './config.js';
import { shorten } from './readNetworkSettings.js';

type DiskKey = 'DESKPLANE_DISKS' | 'DESKPLANE_DISK_RESERVE_GIB' | 'DESKPLANE_DISK_OVERCOMMIT';

const forms = ['automatic', 'encrypted', 'plain'] as const satisfies readonly DiskSettings['form'][];

/**
 * Reads the settings of the local engine's disks.
 * @param text the value of a setting or its default; empty: nothing
 * @param fail notes a value that cannot be used
 */
export function readDiskSettings(
  text: (key: DiskKey) => string,
  fail: (key: DiskKey, message: string) => undefined,
): DiskSettings {
  const decimal = (key: DiskKey, least: number, most: number): number => {
    const value = text(key);
    const number = Number(value);
    if (!/^\d{1,6}(\.\d{1,3})?$/.test(value) || number < least || number > most) {
      fail(key, `must be a number from ${least} to ${most}, not "${shorten(value)}"`);
    }
    return number;
  };
  const form = forms.find((each) => each === text('DESKPLANE_DISKS'));
  if (form === undefined) {
    fail('DESKPLANE_DISKS', `must be ${forms.join(', ')}, not "${shorten(text('DESKPLANE_DISKS'))}"`);
  }
  const isGiven = text('DESKPLANE_DISK_RESERVE_GIB') !== '';
  return {
    form: form ?? 'automatic',
    reserveGiB: isGiven ? decimal('DESKPLANE_DISK_RESERVE_GIB', 0, 999_999) : undefined,
    overcommit: decimal('DESKPLANE_DISK_OVERCOMMIT', 0.1, 1000),
  };
}
