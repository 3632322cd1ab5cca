import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { realAmbient } from './ambient.js';

describe('the real randomness', () => {
  it('gives out every byte once, and never changes what it gave out', () => {
    const given = Array.from({ length: 2_000 }, (_, index) => realAmbient.randomBytes(16 + (index % 32)));
    const asGiven = given.map((bytes) => bytes.toString('hex'));
    assert.equal(new Set(asGiven).size, given.length);
    assert.deepEqual(
      given.map((bytes) => bytes.toString('hex')),
      asGiven,
    );
    const places = new Map<ArrayBufferLike, [number, number][]>();
    for (const { buffer, byteOffset, length } of given)
      places.set(buffer, [...(places.get(buffer) ?? []), [byteOffset, byteOffset + length]]);
    for (const taken of places.values()) {
      taken.sort(([one], [other]) => one - other);
      for (const [index, [from]] of taken.entries()) assert.ok(from >= (taken[index - 1]?.[1] ?? 0));
    }
  });

  it('gives as many bytes as are asked for', () => {
    for (const size of [0, 1, 12, 256, 257, 5_000]) assert.equal(realAmbient.randomBytes(size).length, size);
  });
});
