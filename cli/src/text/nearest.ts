/**
 * Sorts words by how few letters one would have to change, add or leave out to get to them, the nearest first; those as near as each
 * other stay in their order. The case does not count.
 */
export function nearestFirst(word: string, known: readonly string[]): string[] {
  const meant = word.toLowerCase();
  return known
    .map((each) => ({ each, distance: distanceOf(meant, each.toLowerCase()) }))
    .toSorted((left, right) => left.distance - right.distance)
    .map(({ each }) => each);
}

/** Levenshtein's, row by row. */
function distanceOf(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
