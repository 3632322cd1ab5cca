import type { Engine } from '../engines/contract.js';
import type { MetricFamily, MetricSource } from '../http/metricText.js';
import { measureRoom } from './measureRoom.js';

/** Room on disk and in memory, of the machine that answers. */
export function createRoomMetrics(dataDir: string, engine: Engine): MetricSource {
  return {
    collect: async () => {
      const { memory, data, disks } = await measureRoom(dataDir, engine);
      const families = [
        gauge('deskplane_memory_size_bytes', 'Memory of the machine.', memory.sizeBytes),
        gauge(
          'deskplane_memory_available_bytes',
          'Memory that programs can still have.',
          memory.availableBytes,
        ),
        gauge(
          'deskplane_data_size_bytes',
          'Size of the file system that holds the data directory.',
          data.sizeBytes,
        ),
        gauge('deskplane_data_free_bytes', 'Free space of that file system.', data.freeBytes),
      ];
      if (disks === undefined) return families;
      return [
        ...families,
        gauge(
          'deskplane_disks_size_bytes',
          'Size of the file system that holds the disks of desktops.',
          disks.sizeBytes,
        ),
        gauge('deskplane_disks_free_bytes', 'Free space of that file system.', disks.freeBytes),
        gauge(
          'deskplane_disks_reserve_bytes',
          'Free space that disks leave to the rest of the machine.',
          disks.reserveBytes,
        ),
        gauge('deskplane_disks_promised_bytes', 'Sum of the sizes of all disks.', disks.promisedBytes),
        gauge('deskplane_disks_promisable_bytes', 'The most that this sum may be.', disks.promisableBytes),
      ];
    },
  };
}

function gauge(name: string, help: string, value: number): MetricFamily {
  return { name, help, type: 'gauge', samples: [{ value }] };
}
