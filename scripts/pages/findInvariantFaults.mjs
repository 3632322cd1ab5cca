import { basename, dirname } from 'node:path';
import { isThere, listFiles, readText } from './projectFiles.mjs';

/** Invariants of CONTRIBUTING.md whose files are not there, or none of which names the invariant. */
export function findInvariantFaults(root) {
  const files = listFiles(root);
  const page = readText(root, 'CONTRIBUTING.md');
  const rows = [...page.matchAll(/^\| ([SLA]\d+) \| [^|]* \| ([^|]*) \|$/gm)];
  return rows
    .flatMap(([, id, holders]) => {
      const { found, missing } = filesOf(files, holders);
      const simulated = holders.includes('simulation')
        ? files.filter((file) => file.startsWith('simulation/src/'))
        : [];
      const witnesses = [...found, ...simulated];
      const named = witnesses.some((file) => new RegExp(`\\b${id}\\b`).test(readText(root, file)));
      return [
        ...missing.map((path) => `${id}: there is no ${path}`),
        ...(named || witnesses.length === 0 ? [] : [`${id}: none of its files names it`]),
      ];
    })
    .map((fault) => `CONTRIBUTING.md: ${fault}`);
}

/** The files that a cell names; one without a folder lies beside the one before it. */
function filesOf(files, cell) {
  let folder = '';
  const found = [];
  const missing = [];
  for (const [, named] of cell.matchAll(/`([\w./*-]+\.ts)`/g)) {
    const path = isThere(files, named) ? named : `${folder}/${basename(named)}`;
    folder = dirname(path);
    const matching = files.filter((file) => isThere([file], path));
    if (matching.length === 0) missing.push(named);
    found.push(...matching);
  }
  return { found, missing };
}
