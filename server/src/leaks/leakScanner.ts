import { type LeakScan, type ScanParts, scanLeaks } from './scanLeaks.js';

export interface LeakScanner {
  /** A scan that began after the call. */
  scan(): Promise<LeakScan>;
}

/** Lets one scan run at a time: those who ask while one runs share the next one, whatever their number. */
export function createLeakScanner(parts: ScanParts): LeakScanner {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<LeakScan> | undefined;
  return {
    scan: () => {
      next ??= running.then(() => {
        next = undefined;
        const scan = scanLeaks(parts);
        running = scan.catch(() => undefined);
        return scan;
      });
      return next;
    },
  };
}
