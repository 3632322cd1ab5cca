import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emptyRoot, hashLeaf, hashNode, isConsistent, rootFromInclusion } from '@deskplane/verify/merkle.js';
import fc from 'fast-check';
import {
  consistencyRanges,
  foldNodes,
  growTree,
  inclusionRanges,
  type LeafRange,
  wholeNodes,
} from './treeShape.js';

/** The tree exactly as RFC 6962 §2.1 words it. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves;
  if (first === undefined) return emptyRoot();
  if (leaves.length === 1) return first;
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return hashNode(naiveRoot(leaves.slice(0, half)), naiveRoot(leaves.slice(half)));
}

const leavesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => hashLeaf(Buffer.from([index])));
const rootsOf = (leaves: readonly Buffer[], ranges: readonly LeafRange[]) =>
  ranges.map(({ start, end }) => naiveRoot(leaves.slice(start, end)));

describe('the tree of the log', () => {
  it('has the roots that other implementations of RFC 6962 have', () => {
    const entries = [
      '',
      '00',
      '10',
      '2021',
      '3031',
      '40414243',
      '5051525354555657',
      '606162636465666768696a6b6c6d6e6f',
    ];
    const leaves = entries.map((hex) => hashLeaf(Buffer.from(hex, 'hex')));
    const known = [
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ];
    for (const [size, root] of known.entries()) {
      assert.equal(foldNodes(growTree([], 0, leaves.slice(0, size)).edge).toString('hex'), root);
    }
  });

  it('grows to the same tree however the entries come, and stores every whole subtree', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 9 }), { maxLength: 12 }), (batches) => {
        const leaves = leavesOf(batches.reduce((sum, batch) => sum + batch, 0));
        const stored = new Map<string, Buffer>();
        let edge: readonly Buffer[] = [];
        let size = 0;
        for (const batch of batches) {
          const grown = growTree(edge, size, leaves.slice(size, size + batch));
          for (const { level, position, hash } of grown.nodes) stored.set(`${level}/${position}`, hash);
          edge = grown.edge;
          size += batch;
        }
        assert.deepEqual(foldNodes(edge), naiveRoot(leaves));
        for (const { level, position } of wholeNodes({ start: 0, end: size }).filter(
          (node) => node.level > 0,
        )) {
          const part = leaves.slice(position * 2 ** level, (position + 1) * 2 ** level);
          assert.deepEqual(stored.get(`${level}/${position}`), naiveRoot(part));
        }
      }),
    );
  });

  it('proves every entry of every tree of up to 20, and no other entry or place', () => {
    for (let size = 1; size <= 20; size += 1) {
      const leaves = leavesOf(size);
      const root = naiveRoot(leaves);
      leaves.forEach((leaf, index) => {
        const path = rootsOf(leaves, inclusionRanges(index, size));
        assert.deepEqual(rootFromInclusion(leaf, index, size, path), root);
        const elsewhere = [...Array(size + 2).keys()].filter((other) => other !== index);
        for (const other of elsewhere) {
          assert.notDeepEqual(rootFromInclusion(leaf, other, size, path), root);
        }
        assert.notDeepEqual(rootFromInclusion(hashLeaf(Buffer.from('x')), index, size, path), root);
        if (size > 1) assert.notDeepEqual(rootFromInclusion(leaf, index, size, path.slice(1)), root);
        assert.equal(rootFromInclusion(leaf, index, size, [...path, root]), undefined);
      });
    }
  });

  it('proves of any two sizes up to 20 that the log only grew, and of no changed log', () => {
    for (let second = 0; second <= 20; second += 1) {
      const leaves = leavesOf(second);
      const grown = { size: second, root: naiveRoot(leaves) };
      for (let first = 0; first <= second; first += 1) {
        const old = { size: first, root: naiveRoot(leaves.slice(0, first)) };
        const path = rootsOf(leaves, consistencyRanges(first, second));
        assert.ok(isConsistent(old, grown, path), `${first} to ${second}`);
        assert.ok(!isConsistent({ ...old, root: hashLeaf(old.root) }, grown, path));
        assert.ok(!isConsistent(old, { ...grown, root: hashLeaf(grown.root) }, path) || first === 0);
        assert.ok(!isConsistent(old, grown, [...path, grown.root]));
        if (first < second) assert.ok(!isConsistent(grown, old, path));
        for (const index of path.keys()) assert.ok(!isConsistent(old, grown, path.toSpliced(index, 1)));
      }
    }
  });

  it('builds both proofs from stored nodes alone, also in large trees', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), fc.nat(), (size, one, other) => {
        const leaves = leavesOf(size);
        const fromNodes = (range: LeafRange) =>
          foldNodes(
            wholeNodes(range).map(({ level, position }) =>
              naiveRoot(leaves.slice(position * 2 ** level, (position + 1) * 2 ** level)),
            ),
          );
        const grown = { size, root: naiveRoot(leaves) };
        const index = one % size;
        const first = other % (size + 1);
        const path = inclusionRanges(index, size).map(fromNodes);
        const [leaf] = leaves.slice(index);
        assert.ok(leaf !== undefined);
        assert.deepEqual(rootFromInclusion(leaf, index, size, path), grown.root);
        const old = { size: first, root: naiveRoot(leaves.slice(0, first)) };
        assert.ok(isConsistent(old, grown, consistencyRanges(first, size).map(fromNodes)));
      }),
    );
  });
});
