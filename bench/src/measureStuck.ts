import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from './bench.js';
import { fillStuck } from './fillDesktops.js';
import { measureDeletions } from './measureDeletions.js';
import { type Spread, spreadOf } from './spread.js';

export interface StuckFigures {
  readonly stuck: number;
  /** Deletions per second. */
  readonly without: Spread;
  readonly beside: Spread;
  /** How much slower fresh deletions are beside stuck ones, as a share. */
  readonly slower: number;
  /** Share of one processor that the service takes for the stuck ones while nothing else happens. */
  readonly idleCpu: number;
}

const rounds = 3;

/** Fresh deletions with and without a crowd that cannot get on: medians of rounds. */
export async function measureStuck(bench: Bench, stuck: number, fresh: number): Promise<StuckFigures> {
  const ids = await bench.fill((1 + 2 * rounds) * fresh);
  const measure = async (): Promise<Spread> => {
    const measured: number[] = [];
    while (measured.length < rounds)
      measured.push((await measureDeletions(bench, ids.splice(0, fresh))).perSecond);
    return spreadOf(measured);
  };
  // The first ones pay for what is compiled and read for the first time.
  await measureDeletions(bench, ids.splice(0, fresh));
  const without = await measure();
  await fillStuck(bench.database.pool, bench.ready, stuck);
  const before = await bench.service.usage();
  const begun = performance.now();
  await pause(3_000);
  const idle = await bench.service.usage();
  const idleCpu = (idle.cpu - before.cpu) / (performance.now() - begun);
  const beside = await measure();
  return { stuck, without, beside, slower: 1 - beside.median / without.median, idleCpu };
}
