import { Worker } from 'node:worker_threads';
import type { SeedResult } from './runSeed.js';

export interface SeedRange {
  readonly first: number;
  readonly count: number;
  /** The name of a planted bug, or `none`. */
  readonly plant: string;
}

/** What one thread is to run: every `stride`-th seed from the first on. */
export interface Share extends SeedRange {
  readonly offset: number;
  readonly stride: number;
}

/** What a thread tells of some of its seeds. */
export interface Report {
  readonly seeds: number;
  readonly steps: number;
  readonly deletions: number;
  readonly joins: SeedResult['joins'];
  readonly failing: readonly SeedResult[];
}

export interface Total {
  readonly seeds: number;
  readonly steps: number;
  readonly deletions: number;
  readonly joins: SeedResult['joins'];
  readonly violations: number;
}

/** Runs many worlds on several threads. @param onViolation told of each failing seed, with its number from 1 */
export async function runSeeds(
  range: SeedRange,
  threads: number,
  onViolation: (result: SeedResult, number: number) => void,
): Promise<Total> {
  let total: Total = { seeds: 0, steps: 0, deletions: 0, joins: { all: 0, agreed: 0 }, violations: 0 };
  const take = (report: Report): void => {
    for (const [index, result] of report.failing.entries()) onViolation(result, total.violations + index + 1);
    total = {
      seeds: total.seeds + report.seeds,
      steps: total.steps + report.steps,
      deletions: total.deletions + report.deletions,
      joins: {
        all: total.joins.all + report.joins.all,
        agreed: total.joins.agreed + report.joins.agreed,
      },
      violations: total.violations + report.failing.length,
    };
  };
  await Promise.all(
    Array.from({ length: threads }, (_, offset) => runShare({ ...range, offset, stride: threads }, take)),
  );
  return total;
}

function runShare(share: Share, take: (report: Report) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./seedThread.js', import.meta.url), { workerData: share });
    thread.on('message', take);
    thread.on('error', reject);
    thread.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`A thread ended with ${code}.`))));
  });
}
