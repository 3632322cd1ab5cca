import type { SnapshotRecord, VolumeRecord } from '../items/records.js';
import { HostFault } from '../machine/fault.js';
import { run } from '../machine/run.js';

const copyTimeoutMs = 3_600_000;

/** Copies between disks and snapshots. They may take an hour: nothing that goes waits for one. */
export interface Copies {
  /**
   * Copies a file, sparse, and without copying where the file system can share blocks.
   * @param of what is copied from and to
   * @throws {HostFault} `conflict` when one of them is on its way out, also when that comes in the middle
   */
  copy(from: string, to: string, of: readonly (VolumeRecord | SnapshotRecord)[]): Promise<void>;
  /** Ends the copies from and to what is on its way out. */
  endThoseOf(record: VolumeRecord | SnapshotRecord): void;
}

export function createCopies(): Copies {
  const running = new Map<AbortController, readonly (VolumeRecord | SnapshotRecord)[]>();
  return {
    async copy(from, to, of) {
      const goes = of.find(({ phase }) => phase === 'removing');
      if (goes !== undefined)
        throw new HostFault('conflict', `the ${goes.spec.kind} ${goes.id} is on its way out`);
      const controller = new AbortController();
      running.set(controller, of);
      try {
        const { signal } = controller;
        await run('cp', ['--sparse=always', '--reflink=auto', '--', from, to], {
          timeoutMs: copyTimeoutMs,
          signal,
        });
      } finally {
        running.delete(controller);
      }
    },
    endThoseOf(record) {
      for (const [controller, of] of running) if (of.includes(record)) controller.abort();
    },
  };
}
