/**
 * Parts of paths, those of the slowest files first, as the list at the end of a run names them. What starts services, commands,
 * browsers or desktops takes longer than what runs in one process; a file that nobody knows is taken for one of the latter.
 */
const slow = [
  '.root.test.ts',
  'server/src/supervisor/',
  'server/src/screens/',
  'server/src/deletion/crash/',
  'cli/src/',
  'console/tests/',
  'server/src/testing/',
  'Walk.test.ts',
  'server/src/database/',
  'server/src/deletion/',
];

/** The files in the order in which to run them beside each other, so that no slow one is left alone at the end. */
export function longestFirst(files) {
  return files.toSorted((left, right) => rank(left) - rank(right));
}

function rank({ source }) {
  const found = slow.findIndex((part) => source.includes(part));
  return found === -1 ? slow.length : found;
}
