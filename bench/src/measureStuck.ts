import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from './bench.js';
import { fillStuck } from './fillDesktops.js';
import { type DeletionFigures, measureDeletions } from './measureDeletions.js';

export interface StuckFigures {
  readonly stuck: number;
  readonly without: DeletionFigures;
  readonly beside: DeletionFigures;
  /** How much slower fresh deletions are beside stuck ones, as a share. */
  readonly slower: number;
  /** Share of one processor that the service takes for the stuck ones while nothing else happens. */
  readonly idleCpu: number;
}

/** Fresh deletions with and without a crowd that cannot get on. */
export async function measureStuck(bench: Bench, stuck: number, fresh: number): Promise<StuckFigures> {
  const ids = await bench.fill(3 * fresh);
  // The first ones pay for what is compiled and read for the first time.
  await measureDeletions(bench, ids.splice(0, fresh), false);
  const without = await measureDeletions(bench, ids.splice(0, fresh), false);
  await fillStuck(bench.database.pool, bench.ready, stuck);
  const before = await bench.service.usage();
  const begun = performance.now();
  await pause(3_000);
  const idle = await bench.service.usage();
  const idleCpu = (idle.cpu - before.cpu) / (performance.now() - begun);
  const beside = await measureDeletions(bench, ids.splice(0, fresh), false);
  return { stuck, without, beside, slower: 1 - beside.perSecond / without.perSecond, idleCpu };
}
