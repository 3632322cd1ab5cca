import { parentPort, workerData } from 'node:worker_threads';
import { noPlant } from './plant.js';
import { plants } from './plants.js';
import { runSeed, type SeedResult } from './runSeed.js';
import type { Report, Share } from './runSeeds.js';

const seedsPerReport = 100;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- given by runSeeds.ts
const { first, count, plant: name, offset, stride } = workerData as Share;
const plant = plants.find((one) => one.name === name) ?? noPlant;
let results: SeedResult[] = [];

for (let index = offset; index < count; index += stride) {
  results.push(await runSeed(first + index, plant));
  if (results.length === seedsPerReport) tell();
}
tell();

function tell(): void {
  const report: Report = {
    seeds: results.length,
    steps: results.reduce((sum, result) => sum + result.steps, 0),
    deletions: results.reduce((sum, result) => sum + result.deletions, 0),
    joins: {
      all: results.reduce((sum, { joins }) => sum + joins.all, 0),
      agreed: results.reduce((sum, { joins }) => sum + joins.agreed, 0),
    },
    failing: results.filter((result) => result.violation !== undefined),
  };
  results = [];
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, not a window
  parentPort?.postMessage(report);
}
