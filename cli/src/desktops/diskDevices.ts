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
export async function readAllDevices({ api }: Session): Promise<ReadonlyMap<string, string>> {
  const desktops = await listAllDesktops(api).catch(unlessUnseen);
  return devicesOf((desktops ?? []).map(({ detail }) => detail));
}

/** The same of desktops by their IDs, as far as they are there and may be seen. */
export async function readDevices(
  { api }: Session,
  desktopIds: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const details: unknown[] = [];
  for (const id of desktopIds) {
    const answer = await api.get(`/desktops/${id}`).catch(unlessUnseen);
    if (answer !== undefined) details.push(at(answer.body, 'desktop'));
  }
  return devicesOf(details);
}

function unlessUnseen(error: unknown): undefined {
  if (error instanceof Refusal && [403, 404].includes(error.status)) return undefined;
  throw error;
}
