import { availableParallelism } from 'node:os';
import { readArguments } from './readArguments.js';
import type { SeedResult } from './runSeed.js';
import { runSeeds } from './runSeeds.js';

/** So many failing seeds are shown whole; the others are only counted. */
const maxShown = 3;
const linesShown = 40;

const wanted = readArguments(process.argv.slice(2));
if (typeof wanted === 'string') {
  process.stderr.write(`${wanted}\n`);
  process.exit(2);
}

const { plant: plantName } = wanted;
const started = performance.now();
const total = await runSeeds(wanted, Math.min(availableParallelism(), wanted.count), (result, number) => {
  if (number <= maxShown) show(result);
});
const seconds = (performance.now() - started) / 1000;
process.stdout.write(
  `${total.joins.all} calls joined a running deletion, ${total.joins.agreed} of them by the digest of its plan\n` +
    `${total.deletions} deletions ended in ${seconds.toFixed(1)} s, ${Math.round(total.seeds / seconds)} seeds/s\n` +
    `${total.seeds} seeds, ${total.steps} steps, ${total.violations} violations\n`,
);
process.exit(total.violations === 0 ? 0 : 1);

function show({ seed, violation, tail, hash }: SeedResult): void {
  if (violation === undefined) return;
  const plant = plantName === 'none' ? '' : ` --plant "${plantName}"`;
  process.stdout.write(
    `${tail.slice(-linesShown).join('\n')}\n\n` +
      `Seed ${seed} violates ${violation.invariant}: ${violation.text}\n` +
      `Trace ${hash}. Again: npm run simulate -- --seeds 1 --seed ${seed}${plant}\n\n`,
  );
}
