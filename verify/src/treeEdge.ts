import { emptyRoot, hashNode } from './merkle.js';

/** A Merkle tree that grows from left to right; only its right edge is kept. */
export interface TreeEdge {
  /** Starts after that many leaves. @param roots of the subtrees over them, largest first */
  begin(leaves: number, roots: readonly Buffer[]): void;
  /** Appends a complete subtree over 2^level leaves, at a multiple of that number. */
  add(level: number, hash: Buffer): void;
  size(): number;
  root(): Buffer;
}

export function createTreeEdge(): TreeEdge {
  const stack: { level: number; hash: Buffer }[] = [];
  let leaves = 0;
  const add = (level: number, hash: Buffer): void => {
    let node = { level, hash };
    for (let top = stack.at(-1); top?.level === node.level; top = stack.at(-1)) {
      stack.pop();
      node = { level: node.level + 1, hash: hashNode(top.hash, node.hash) };
    }
    stack.push(node);
    leaves += 2 ** level;
  };
  return {
    begin: (count, roots) => {
      let rest = count;
      for (const hash of roots) {
        const level = Math.floor(Math.log2(Math.max(rest, 1)));
        add(level, hash);
        rest -= 2 ** level;
      }
    },
    add,
    size: () => leaves,
    root: () =>
      stack.reduceRight<Buffer | undefined>(
        (right, { hash }) => (right === undefined ? hash : hashNode(hash, right)),
        undefined,
      ) ?? emptyRoot(),
  };
}
