import { emptyRoot, hashNode } from '@deskplane/verify/merkle.js';

/** Leaves from `start` up to, not including, `end`. */
export interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/** A node over 2^level leaves, the position-th of its level. Level 0: the leaves themselves. */
export interface NodePlace {
  readonly level: number;
  readonly position: number;
}

/** The subtrees whose roots prove that a leaf is in the tree, nearest first (RFC 6962 §2.1.1). */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  return pathTo(index, { start: 0, end: size });
}

function pathTo(index: number, range: LeafRange): LeafRange[] {
  if (range.end - range.start <= 1) return [];
  const [left, right] = halve(range);
  return index < left.end ? [...pathTo(index, left), right] : [...pathTo(index, right), left];
}

/** The subtrees whose roots prove that the first leaves of a tree were a tree before (RFC 6962 §2.1.2). */
export function consistencyRanges(first: number, second: number): LeafRange[] {
  if (first === 0 || first >= second) return [];
  return subproof(first, { start: 0, end: second }, true);
}

function subproof(first: number, range: LeafRange, known: boolean): LeafRange[] {
  if (first === range.end) return known ? [] : [range];
  const [left, right] = halve(range);
  if (first <= left.end) return [...subproof(first, left, known), right];
  return [...subproof(first, right, false), left];
}

/** The left part is the largest whole subtree that is smaller than the range. */
function halve({ start, end }: LeafRange): [LeafRange, LeafRange] {
  let half = 1;
  while (half * 2 < end - start) half *= 2;
  return [
    { start, end: start + half },
    { start: start + half, end },
  ];
}

/** The whole subtrees that a range consists of, largest first. The range must start where such a subtree may. */
export function wholeNodes({ start, end }: LeafRange): NodePlace[] {
  const places: NodePlace[] = [];
  let from = start;
  while (from < end) {
    let level = 0;
    while (from % 2 ** (level + 1) === 0 && from + 2 ** (level + 1) <= end) level += 1;
    places.push({ level, position: from / 2 ** level });
    from += 2 ** level;
  }
  return places;
}

/** The root over whole subtrees, largest first. */
export function foldNodes(hashes: readonly Buffer[]): Buffer {
  return (
    hashes.reduceRight<Buffer | undefined>(
      (right, left) => (right === undefined ? left : hashNode(left, right)),
      undefined,
    ) ?? emptyRoot()
  );
}

/** The leaves that a node is over. */
export function leavesBelow({ level, position }: NodePlace): NodePlace[] {
  const count = 2 ** level;
  return Array.from({ length: count }, (_, offset) => ({ level: 0, position: position * count + offset }));
}

/** The root of a whole subtree over its leaves, a power of two of them. */
export function foldWhole(leaves: readonly Buffer[]): Buffer {
  return foldNodes(growTree([], 0, leaves).edge);
}

export interface PlacedNode extends NodePlace {
  readonly hash: Buffer;
}

/**
 * Adds leaves to a tree of which only the right edge is known.
 * @param edge the hashes at `wholeNodes({ start: 0, end: size })`
 * @returns the new edge and every new node above the leaves
 */
export function growTree(
  edge: readonly Buffer[],
  size: number,
  leaves: readonly Buffer[],
): { readonly edge: readonly Buffer[]; readonly nodes: readonly PlacedNode[] } {
  const stack = [...edge];
  const nodes: PlacedNode[] = [];
  leaves.forEach((leaf, offset) => {
    let hash = leaf;
    let position = size + offset;
    for (let level = 1; position % 2 === 1; level += 1) {
      const left = stack.pop();
      if (left === undefined) throw new Error(`The right edge does not fit a tree of ${size} leaves.`);
      hash = hashNode(left, hash);
      position = (position - 1) / 2;
      nodes.push({ level, position, hash });
    }
    stack.push(hash);
  });
  return { edge: stack, nodes };
}
