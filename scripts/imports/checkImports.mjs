// node scripts/imports/checkImports.mjs [--draw]: refuses an import that runs up or in a circle, a project that builds what
// tests share, and a picture in ARCHITECTURE.md that is not the one of the code; --draw draws it anew. Part of `npm run lint`.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drawRooms } from './drawRooms.mjs';
import { findCircles, findUpwardImports } from './findFaults.mjs';
import { listHomeless, listMixedProjects, readImports } from './readImports.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = `${root}/ARCHITECTURE.md`;
const place = /(<!-- imports: drawn by scripts\/imports -->\n```mermaid\n)[\s\S]*?(\n```)/;

const imports = readImports(root);
const faults = [
  ...findUpwardImports(imports),
  ...findCircles(imports).map((circle) => `circle: ${circle}`),
  ...listHomeless(root).map((file) => `${file} is in no room of scripts/imports/rooms.mjs`),
  ...listMixedProjects(root).map((path) => `${path}/tsconfig.json does not exclude src/testing/**`),
];
// A fault is mended, not drawn.
if (faults.length === 0) {
  const text = readFileSync(page, 'utf8');
  const drawn = text.replace(place, (_, before, after) => `${before}${drawRooms(imports)}${after}`);
  if (process.argv.includes('--draw')) writeFileSync(page, drawn);
  else if (drawn !== text || !place.test(text))
    faults.push(
      'ARCHITECTURE.md does not show the imports as they are: node scripts/imports/checkImports.mjs --draw',
    );
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
