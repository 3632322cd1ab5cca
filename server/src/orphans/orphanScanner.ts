import { type OrphanScan, type ScanParts, scanOrphans } from './scanOrphans.js';

export interface OrphanScanner {
  /** A scan that began after the call. */
  scan(): Promise<OrphanScan>;
}

/** Lets one scan run at a time: those who ask while one runs share the next one, whatever their number. */
export function createOrphanScanner(parts: ScanParts): OrphanScanner {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<OrphanScan> | undefined;
  return {
    scan: () => {
      next ??= running.then(() => {
        next = undefined;
        const scan = scanOrphans(parts);
        running = scan.catch(() => undefined);
        return scan;
      });
      return next;
    },
  };
}
