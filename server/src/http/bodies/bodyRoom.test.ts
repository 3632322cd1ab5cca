import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { waitUntil } from '../../testing/waitUntil.js';
import { createBodyBudget, createBodyTurns } from './bodyBudget.js';
import { createPieces } from './pieces.js';

/** A body that notes what becomes of it. */
function body() {
  const noted: string[] = [];
  return { noted, begin: () => void noted.push('began'), drop: () => void noted.push('dropped') };
}

describe('the room for small bodies', () => {
  it('is made by the one that has been waited for longest', () => {
    const budget = createBodyBudget(100);
    const [oldest, done, young] = [body(), body(), body()];
    const first = budget.open(oldest);
    first.holds(40);
    const second = budget.open(done);
    second.holds(40);
    second.close();
    const third = budget.open(young);
    third.holds(60);
    assert.deepEqual(oldest.noted, ['began'], 'there is room for both');
    third.holds(61);
    assert.deepEqual(oldest.noted, ['began', 'dropped']);
    assert.deepEqual([done.noted, young.noted], [['began'], ['began']]);
    first.holds(1_000);
    assert.deepEqual(young.noted, ['began'], 'what was dropped is counted no more');
    third.holds(101);
    assert.deepEqual(young.noted, ['began', 'dropped']);
  });
});

describe('the room for large bodies', () => {
  it('is for a few at a time; the others wait, and go on when one is done', () => {
    const turns = createBodyTurns(2, 60_000);
    const bodies = [body(), body(), body(), body()];
    const accounts = bodies.map((one) => turns.open(one));
    assert.deepEqual(
      bodies.map(({ noted }) => noted.length),
      [1, 1, 0, 0],
    );
    accounts[2]?.close();
    accounts[0]?.close();
    assert.deepEqual(
      bodies.map(({ noted }) => noted),
      [['began'], ['began'], [], ['began']],
    );
  });

  it('is taken from the slow when others wait, and from nobody else', async () => {
    const turns = createBodyTurns(1, 30);
    const [slow, next] = [body(), body()];
    turns.open(slow);
    turns.open(next);
    await waitUntil(() => next.noted.length === 1, 'the next one’s turn');
    assert.deepEqual(slow.noted, ['began', 'dropped']);
    assert.deepEqual(next.noted, ['began']);
  });
});

describe('the pieces of a body', () => {
  it('are the body again, and take up little more than it, in whatever pieces it came', () => {
    const cuts = fc.array(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 40_000 })));
    fc.assert(
      fc.property(cuts, fc.boolean(), (lengths, isDeclared) => {
        const total = lengths.reduce((sum, length) => sum + length, 0);
        const pieces = createPieces(isDeclared ? total : 0);
        const sent = lengths.map((length, index) => Buffer.alloc(length, index));
        for (const chunk of sent) pieces.add(chunk);
        assert.deepEqual(pieces.join(), Buffer.concat(sent));
        assert.ok(pieces.held() <= 2 * total + 3 * 16_384, `${pieces.held()} for ${total}`);
      }),
    );
  });

  it('that are parts of larger memory do not keep it', () => {
    const read = Buffer.alloc(65_536);
    const pieces = createPieces(1_000);
    for (let at = 0; at < 1_000; at += 10) pieces.add(read.subarray(at, at + 10));
    assert.ok(pieces.held() <= 16_384, String(pieces.held()));
  });
});
