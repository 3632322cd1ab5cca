import { parseArgs } from 'node:util';
import { noPlant } from './plant.js';
import { plants } from './plants.js';
import type { SeedRange } from './runSeeds.js';

const usage = `Usage: npm run simulate -- [--seeds N] [--seed S] [--plant NAME]
  --seeds N     how many worlds to run (20000)
  --seed S      the first one's seed (1)
  --plant NAME  with a bug put in on purpose: ${plants.map(({ name }) => `\n                "${name}"`).join('')}`;

/** @returns what to run, or what to tell the one who asked */
export function readArguments(args: readonly string[]): SeedRange | string {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        seeds: { type: 'string', default: '20000' },
        seed: { type: 'string', default: '1' },
        plant: { type: 'string', default: noPlant.name },
      },
    }));
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${usage}`;
  }
  const count = wholeNumber(values.seeds);
  const first = wholeNumber(values.seed);
  if (count === undefined || first === undefined)
    return `--seeds and --seed are whole numbers from 1\n${usage}`;
  if (values.plant !== noPlant.name && !plants.some((plant) => plant.name === values.plant))
    return `There is no plant "${values.plant}".\n${usage}`;
  return { first, count, plant: values.plant };
}

function wholeNumber(text: string): number | undefined {
  const number = Number(text);
  return /^[0-9]+$/.test(text) && Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
