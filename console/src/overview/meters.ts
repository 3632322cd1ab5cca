import type { Answer } from '../api/operations';

/** One thing that runs out; sizes in bytes. */
export interface Meter {
  readonly name: 'memory' | 'data' | 'disks' | 'dataAndDisks' | 'promised';
  readonly used: number;
  readonly size: number;
  /** Kept free for others. */
  readonly reserve: number;
  readonly state: 'fine' | 'tight' | 'full';
}

/** Of the whole, in the reserve's place where there is none. */
const leastFree = 0.02;
const fairlyFree = 0.1;

/** What there is to run out of. Where disks lie in the same file system as the data, as usual, that is one. */
export function metersOf({ memory, data, disks }: Answer<'ShowInstallationRoom'>): readonly Meter[] {
  const ofMemory = meter('memory', memory.size_bytes, memory.available_bytes);
  const ofData = meter('data', data.size_bytes, data.free_bytes);
  if (disks === null) return [ofMemory, ofData];
  const { size_bytes: size, free_bytes: free, reserve_bytes: reserve } = disks;
  const isSame = size === data.size_bytes;
  return [
    ofMemory,
    ...(isSame ? [] : [ofData]),
    meter(isSame ? 'dataAndDisks' : 'disks', size, free, reserve),
    meter('promised', disks.promisable_bytes, disks.promisable_bytes - disks.promised_bytes),
  ];
}

function meter(name: Meter['name'], size: number, free: number, reserve = 0): Meter {
  const left = free - reserve;
  const state =
    left <= size * (reserve > 0 ? 0 : leastFree) ? 'full' : left < size * fairlyFree ? 'tight' : 'fine';
  return { name, used: Math.max(0, size - free), size, reserve, state };
}
