import type { Desktop } from './desktop';

/** A disk of a desktop, as its page shows it. */
export interface Disk {
  readonly id: string;
  readonly isData: boolean;
  readonly type: string;
  /** GB; null: not known yet. */
  readonly size: number | null;
  /** Empty: not known yet. */
  readonly device: string;
}

/** The system disk, then the others. */
export function disksOf({ root_volume: root, data_volumes: data }: Desktop): readonly Disk[] {
  return [root, ...data].flatMap((volume, index) =>
    volume === null
      ? []
      : [
          {
            id: volume.volume_id,
            isData: index > 0,
            type: volume.type ?? '',
            size: volume.size,
            device: volume.device ?? '',
          },
        ],
  );
}

/** `/dev/vdb, 50 GB`. */
export function nameOfDisk({ device, size }: Pick<Disk, 'device' | 'size'>): string {
  return [device, size === null ? '' : `${size} GB`].filter((part) => part !== '').join(', ');
}
