import { at, listAt, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import type { Session } from '../session.js';
import { listAllDesktops } from './findDesktops.js';

/** The disks of a desktop as the API shows it, the system disk first. */
export function disksOf(detail: unknown): readonly unknown[] {
  return [at(detail, 'root_volume'), ...listAt(detail, 'data_volumes')];
}

/** Where desktops see their disks, such as `/dev/vdb`, by the disks' IDs; a disk that is being made is at none yet. */
export function devicesOf(details: readonly unknown[]): ReadonlyMap<string, string> {
  const disks = details.flatMap(disksOf);
  return new Map(disks.map((disk) => [textAt(disk, 'volume_id'), textAt(disk, 'device')]));
}

/** The same of all desktops; none for whoever may not see them. */
export async function readDevices({ api }: Session): Promise<ReadonlyMap<string, string>> {
  try {
    return devicesOf((await listAllDesktops(api)).map(({ detail }) => detail));
  } catch (error) {
    if (error instanceof Refusal && error.status === 403) return new Map();
    throw error;
  }
}
