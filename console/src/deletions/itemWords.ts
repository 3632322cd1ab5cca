import type { Item } from './deletion';
import type { PlannedDesktop, PlannedItem } from './plans';

/** What a person knows a planned item by: a disk's size and device, a port's address, a server's or snapshot's name. Empty: only its id. */
export function nameOfItem(item: PlannedItem, { desktop, network }: PlannedDesktop): string {
  if (item.kind === 'server') return desktop.computer_name;
  const disks = [desktop.root_volume, ...desktop.data_volumes];
  if (item.kind === 'snapshot') {
    const disk = disks.find((each) => each?.id === item.volume_id || each?.volume_id === item.volume_id);
    return nameOfSnapshot(item.snapshot_name, disk?.device ?? null);
  }
  const isItem = (id: string): boolean => id === item.id || id === item.provider_id;
  const disk = disks.find((each) => each !== null && (isItem(each.id) || isItem(each.volume_id)));
  if (disk !== undefined && disk !== null) return nameOfDisk(disk.size, disk.type, disk.device);
  const port = network.find((each) => isItem(each.port_info.id));
  return port?.port_info.ip_address ?? '';
}

/** The same of an item that goes or is gone, in the same words. */
export function nameOfEndingItem(item: Item, computerName: string): string {
  if (item.kind === 'server') return computerName;
  if (item.kind === 'snapshot') return nameOfSnapshot(item.snapshot_name, item.device);
  return item.ip_address ?? nameOfDisk(item.size, item.volume_type, item.device);
}

/** Such as `nightly · /dev/vda`. */
function nameOfSnapshot(name: string | null, device: string | null): string {
  return [name, device].filter(Boolean).join(' · ');
}

/** Such as `80 GB · SAS · /dev/vda`. */
export function nameOfDisk(size: number | null, type: string | null, device: string | null): string {
  return [size === null ? '' : `${size} GB`, type ?? '', device ?? ''].filter(Boolean).join(' · ');
}
