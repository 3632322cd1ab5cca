import { createHash } from 'node:crypto';

/** Different prefixes for leaves and inner nodes: neither can be passed off as the other (RFC 6962 §2.1). */
const leafMark = Buffer.from([0]);
const nodeMark = Buffer.from([1]);

/** The leaf hash of an entry. */
export function hashLeaf(entry: Buffer): Buffer {
  return createHash('sha256').update(leafMark).update(entry).digest();
}

/** The hash of a node with two subtrees. */
export function hashNode(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(nodeMark).update(left).update(right).digest();
}

/** The root of a tree without leaves. */
export function emptyRoot(): Buffer {
  return createHash('sha256').digest();
}

/**
 * Computes the root of a tree of that size from a leaf, its index and its inclusion path (RFC 6962 §2.1.1,
 * RFC 9162 §2.1.3.2).
 * @returns undefined when the path has the wrong length
 */
export function rootFromInclusion(
  leaf: Buffer,
  index: number,
  size: number,
  path: readonly Buffer[],
): Buffer | undefined {
  if (index < 0 || index >= size) return undefined;
  let place = index;
  let last = size - 1;
  let root = leaf;
  for (const sibling of path) {
    if (last === 0) return undefined;
    if (place % 2 === 1 || place === last) {
      root = hashNode(sibling, root);
      // On these levels the rightmost node has no sibling.
      while (place % 2 === 0 && place !== 0) {
        place /= 2;
        last = Math.floor(last / 2);
      }
    } else root = hashNode(root, sibling);
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? root : undefined;
}

/** A state of a log: the number of entries, and the root over them. */
export interface TreeState {
  readonly size: number;
  readonly root: Buffer;
}

/**
 * Whether a consistency path proves that the second tree is the first one with entries appended, and nothing else changed
 * (RFC 6962 §2.1.2, RFC 9162 §2.1.4.2).
 */
export function isConsistent(first: TreeState, second: TreeState, path: readonly Buffer[]): boolean {
  if (first.size > second.size) return false;
  if (first.size === second.size) return path.length === 0 && first.root.equals(second.root);
  if (first.size === 0) return path.length === 0 && first.root.equals(emptyRoot());
  let place = first.size - 1;
  let last = second.size - 1;
  while (place % 2 === 1) {
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  // If the first tree is a complete subtree of the second, the path starts from its root and leaves it out.
  const [start, ...rest] = place === 0 ? [first.root, ...path] : path;
  if (start === undefined) return false;
  let old = start;
  let grown = start;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      old = hashNode(sibling, old);
      grown = hashNode(sibling, grown);
      while (place % 2 === 0 && place !== 0) {
        place /= 2;
        last = Math.floor(last / 2);
      }
    } else grown = hashNode(grown, sibling);
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && old.equals(first.root) && grown.equals(second.root);
}
