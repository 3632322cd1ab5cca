import type { Selectable } from 'kysely';
import type { Schema } from '../../database/schema.js';
import type { ItemSpec } from '../../engines/contract.js';
import type { DesktopTask } from '../tasks/taskQueries.js';

/** What of an item of the ledger a disk is made after. */
export type VolumeItem = Pick<
  Selectable<Schema['items']>,
  'id' | 'single_use_name' | 'size_gib' | 'volume_type' | 'device' | 'iops' | 'throughput'
>;

/** How a disk of a desktop is to be made. */
export function volumeSpec(task: DesktopTask, item: VolumeItem): ItemSpec {
  const { size_gib: sizeGiB, volume_type: volumeType, device } = item;
  if (sizeGiB === null || volumeType === null || device === null)
    throw new Error(`Volume ${item.id} has no size on record.`);
  return {
    kind: 'volume',
    name: item.single_use_name,
    projectId: task.project_id,
    desktopId: task.id,
    sizeGiB,
    volumeType,
    device,
    ...(item.iops === null ? {} : { iops: item.iops }),
    ...(item.throughput === null ? {} : { throughputMiB: item.throughput }),
  };
}
