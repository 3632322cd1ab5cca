import { roomOf } from './readImports.mjs';
import { rooms } from './rooms.mjs';

/** Rooms that import nearly everything, or stand beside the house: named in the text, left out of the picture. */
const outside = new Set(['server/src/pages', 'server/src/testing', 'simulation/src', 'bench/src']);

/**
 * The rooms and the imports between them as a Mermaid flowchart. An arrow that follows from two others is left out: what a room
 * stands on through another room, it may import as well.
 */
export function drawRooms(imports) {
  const arrows = new Map(rooms.map(({ path }) => [path, new Set()]));
  for (const { from, to } of imports) {
    const [here, there] = [roomOf(from), roomOf(to)];
    if (here !== there && !outside.has(here)) arrows.get(here).add(there);
  }
  const shown = rooms.filter(({ path }) => !outside.has(path)).toReversed();
  return [
    'flowchart TD',
    ...shown.map(({ path, holds }) => `  ${idOf(path)}["<b>${nameOf(path)}</b><br>${holds}"]`),
    ...shown.flatMap(({ path }) => direct(path, arrows).map((to) => `  ${idOf(path)} --> ${idOf(to)}`)),
  ].join('\n');
}

/** The arrows of a room without those that lead there through another room as well. */
function direct(path, arrows) {
  const targets = rooms.map((room) => room.path).filter((to) => arrows.get(path).has(to));
  return targets.filter((to) => !targets.some((via) => via !== to && reaches(via, to, arrows)));
}

function reaches(from, to, arrows) {
  return [...arrows.get(from)].some((next) => next === to || reaches(next, to, arrows));
}

const nameOf = (path) => path.replace(/^server\/src\//, '').replace(/\/src$/, '');
const idOf = (path) => nameOf(path).replaceAll(/\W/g, '_');
