import { roomOf } from './readImports.mjs';
import { floors, rooms } from './rooms.mjs';

/** Rooms that import nearly everything, or stand beside the house: named in the text, left out of the picture. */
const outside = new Set(['server/src/pages', 'server/src/testing', 'simulation/src', 'bench/src']);

/**
 * The rooms by floor and the imports between them as a Mermaid flowchart. Two kinds of arrows are left out: those that follow from
 * two others, since a room may import whatever it stands on through another room, and those to a lower floor, on which every
 * room stands.
 */
export function drawRooms(imports) {
  const arrows = new Map(rooms.map(({ path }) => [path, new Set()]));
  for (const { from, to } of imports) {
    const [here, there] = [roomOf(from), roomOf(to)];
    if (here !== there && floorOf(here) === floorOf(there)) arrows.get(here).add(there);
  }
  const shown = rooms.filter(({ path }) => !outside.has(path)).toReversed();
  const topDown = floors.toReversed();
  return [
    'flowchart TD',
    ...topDown.flatMap((floor) => [
      `  subgraph ${floor.name}["${floor.holds}"]`,
      ...shown
        .filter(({ path }) => floorOf(path) === floor)
        .map(({ path, holds }) => `    ${idOf(path)}["<b>${nameOf(path)}</b><br>${holds}"]`),
      '  end',
    ]),
    `  ${topDown.map(({ name }) => name).join(' ==> ')}`,
    ...shown.flatMap(({ path }) => direct(path, arrows).map((to) => `  ${idOf(path)} --> ${idOf(to)}`)),
  ].join('\n');
}

/** The floor that a room is on: the last one that begins at it or below. */
function floorOf(path) {
  const place = rooms.findIndex((room) => room.path === path);
  return floors.findLast(({ first }) => rooms.findIndex((room) => room.path === first) <= place);
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
