/**
 * Of the names the one that somebody has most likely meant, without regard to case.
 * @returns undefined where none is near, more than a quarter of the letters would have to be changed, or it is one of them
 */
export function nearest(text: string, names: readonly string[]): string | undefined {
  if (names.includes(text)) return undefined;
  const meant = text.toLowerCase();
  let best: string | undefined;
  let least = Math.max(2, Math.floor(meant.length / 4)) + 1;
  for (const name of names) {
    const distance = distanceBelow(least, meant, name.toLowerCase());
    if (distance === undefined) continue;
    least = distance;
    best = name;
  }
  return best;
}

/** How many letters must be put in, taken out or replaced (Levenshtein), or undefined when as many as the bound or more. */
function distanceBelow(bound: number, one: string, other: string): number | undefined {
  if (Math.abs(one.length - other.length) >= bound) return undefined;
  let before = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [row, letter] of Array.from(one).entries()) {
    const now = [row + 1];
    for (let column = 1; column <= other.length; column += 1) {
      const kept = (before[column - 1] ?? 0) + (other.charAt(column - 1) === letter ? 0 : 1);
      now.push(Math.min(kept, (before[column] ?? 0) + 1, (now[column - 1] ?? 0) + 1));
    }
    if (Math.min(...now) >= bound) return undefined;
    before = now;
  }
  const distance = before.at(-1) ?? 0;
  return distance < bound ? distance : undefined;
}
