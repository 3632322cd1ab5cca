import type { Bench } from './bench.js';
import { closedLoop } from './load.js';
import { type DeletionFigures, measureDeletions } from './measureDeletions.js';
import { type Spread, spreadOf } from './spread.js';

/** Deletions in a fleet of some size: medians of rounds, between which the floor is measured. */
export interface ScaleFigures {
  readonly desktops: number;
  readonly floor: Spread;
  readonly perSecond: Spread;
  readonly median: DeletionFigures;
}

const rounds = 3;
const floorSeconds = 1;

/** @param sizes of the fleet, growing */
export async function measureScales(
  bench: Bench,
  sizes: readonly number[],
  sample: number,
  progress: (text: string) => void,
): Promise<ScaleFigures[]> {
  const fleet: string[] = [];
  const floorShot = { method: 'DELETE', url: `${bench.ready.floorEndpoint}/floor` };
  // The first ones pay for what is compiled and read for the first time.
  await measureDeletions(bench, await bench.fill(sample));
  const scales: ScaleFigures[] = [];
  for (const desktops of sizes) {
    progress(`  ${desktops} desktops`);
    const floors: number[] = [];
    const measured: DeletionFigures[] = [];
    for (let round = 0; round < rounds; round += 1) {
      fleet.push(...(await bench.fill(desktops - fleet.length)));
      floors.push((await closedLoop(16, floorSeconds, () => floorShot)).perSecond);
      measured.push(await measureDeletions(bench, fleet.splice(-Math.min(sample, desktops))));
    }
    scales.push({
      desktops,
      floor: spreadOf(floors),
      perSecond: spreadOf(measured.map((each) => each.perSecond)),
      median: medianOf(measured),
    });
  }
  return scales;
}

/** Figure by figure. */
function medianOf(rows: readonly DeletionFigures[]): DeletionFigures {
  const median = (read: (row: DeletionFigures) => number): number => spreadOf(rows.map(read)).median;
  return {
    deletions: median((row) => row.deletions),
    ended: median((row) => row.ended),
    perSecond: median((row) => row.perSecond),
    statements: median((row) => row.statements),
    watchStatements: median((row) => row.watchStatements),
    wal: median((row) => row.wal),
    walPages: median((row) => row.walPages),
    walRecords: median((row) => row.walRecords),
    buffers: median((row) => row.buffers),
    disk: median((row) => row.disk),
    service: median((row) => row.service),
    postgres: rows.every((row) => row.postgres === undefined)
      ? undefined
      : median((row) => row.postgres ?? 0),
  };
}
