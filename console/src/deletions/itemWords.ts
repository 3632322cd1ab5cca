import type { Desktop, Network, PlannedItem } from './plans';

/** What a person knows an item by: a disk's size and device, a port's address, a server's name. Empty: only by its id. */
export function nameOfItem(
  item: Pick<PlannedItem, 'id' | 'kind' | 'provider_id'>,
  desktop: Desktop,
  network: Network,
): string {
  if (item.kind === 'server') return desktop.computer_name;
  const isItem = (id: string): boolean => id === item.id || id === item.provider_id;
  const disk = [desktop.root_volume, ...desktop.data_volumes].find(
    (each) => each !== null && (isItem(each.id) || isItem(each.volume_id)),
  );
  if (disk !== undefined && disk !== null)
    return [disk.size === null ? '' : `${disk.size} GB`, disk.type ?? '', disk.device]
      .filter(Boolean)
      .join(' · ');
  const port = network.find((each) => isItem(each.port_info.id));
  return port?.port_info.ip_address ?? '';
}
