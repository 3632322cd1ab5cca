import { roomOf } from './readImports.mjs';
import { rooms } from './rooms.mjs';

/** Imports from a room to one that does not stand below it, each named as an arrow. */
export function findUpwardImports(imports) {
  const floors = new Map(rooms.map(({ path }, floor) => [path, floor]));
  return imports
    .map(({ from, to }) => ({ from, to, here: roomOf(from), there: roomOf(to) }))
    .filter(({ here, there }) => here !== there && floors.get(there) > floors.get(here))
    .map(({ from, to, here, there }) => `${from} -> ${to}: ${there} stands above ${here}`);
}

/** Circles of files that import each other, each named from file to file and back to the first. */
export function findCircles(imports) {
  const targets = new Map();
  for (const { from, to } of imports) targets.set(from, [...(targets.get(from) ?? []), to]);
  const done = new Set();
  const circles = [];
  const visit = (file, path) => {
    const start = path.indexOf(file);
    if (start !== -1) circles.push([...path.slice(start), file].join(' -> '));
    if (start !== -1 || done.has(file)) return;
    for (const to of targets.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return circles;
}
