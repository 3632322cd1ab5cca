// Writes the console's types of the API (console/src/api/operations.generated.ts) if the compiled routes are newer or differ.
import { statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeOperations } from './describeOperations.mjs';

const root = new URL('../..', import.meta.url);
const target = fileURLToPath(new URL('console/src/api/operations.generated.ts', root));

if (!isUpToDate()) {
  const { readOpenApi } = await import('./readOpenApi.mjs');
  const text = describeOperations(await readOpenApi());
  writeFileSync(target, text);
}
process.exit(0);

/** Whether it was written after the routes were last compiled, and after we were last changed. */
function isUpToDate() {
  const made = changedAt(target);
  return [
    'server/dist/tsconfig.tsbuildinfo',
    'scripts/console/describeOperations.mjs',
    'scripts/console/readOpenApi.mjs',
  ]
    .map((path) => changedAt(fileURLToPath(new URL(path, root))))
    .every((time) => time < made);
}

function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
