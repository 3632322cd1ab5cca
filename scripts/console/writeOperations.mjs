import { statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeOperations } from './describeOperations.mjs';

const root = new URL('../..', import.meta.url);
const place = (path) => fileURLToPath(new URL(path, root));
const target = place('console/src/api/operations.generated.ts');
const sources = [
  'server/dist/tsconfig.tsbuildinfo',
  'scripts/console/describeOperations.mjs',
  'scripts/console/readOpenApi.mjs',
];

/** Writes the console's types of the API if the routes were compiled, or we were changed, since the last time. */
export async function writeOperations() {
  const made = changedAt(target);
  if (sources.every((path) => changedAt(place(path)) < made)) return;
  const { readOpenApi } = await import('./readOpenApi.mjs');
  writeFileSync(target, describeOperations(await readOpenApi()));
}

function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
