import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type LogLook, type LogPlace, logStart, readOn } from './logPlace.js';

/** What a transaction does: gets its number, numbers some entries, and commits or not. */
interface Writer {
  readonly entries: number;
  readonly commits: boolean;
}

interface OpenWriter {
  readonly number: number;
  readonly sequences: number[];
  left: number;
  readonly commits: boolean;
}

/** A database in which transactions get numbers and entries, end, and somebody looks, all in any order. */
function play(writers: readonly Writer[], choices: readonly number[], max: number) {
  let transaction = 1;
  let sequence = 1;
  const waiting = [...writers];
  const open: OpenWriter[] = [];
  const visible = new Set<number>();
  const read: number[] = [];
  let place: LogPlace = logStart;
  const look = (): void => {
    const oldest = Math.min(transaction, ...open.map(({ number }) => number));
    const wanted = [...visible]
      .filter((one) => one >= place.next || place.gaps.some(({ low, high }) => low <= one && one <= high))
      .toSorted((one, other) => one - other);
    const sequences = wanted.slice(0, max);
    read.push(...sequences);
    const later = transaction;
    transaction += 1;
    const seen: LogLook = { sequences, cut: sequences.length === max, oldest, later };
    place = readOn(place, seen);
  };
  for (const choice of choices) {
    const what = choice % 4;
    const one = open[choice % Math.max(1, open.length)];
    if (what === 0) {
      const writer = waiting.pop();
      if (writer === undefined) continue;
      open.push({ number: transaction, sequences: [], left: writer.entries, commits: writer.commits });
      transaction += 1;
    } else if (what === 1 && one !== undefined && one.left > 0) {
      one.sequences.push(sequence);
      one.left -= 1;
      sequence += 1;
    } else if (what === 2 && one !== undefined) {
      open.splice(open.indexOf(one), 1);
      if (one.commits) for (const each of one.sequences) visible.add(each);
    } else if (what === 3) look();
  }
  for (const { commits, sequences } of open.splice(0))
    if (commits) for (const each of sequences) visible.add(each);
  for (let looks = 0; looks <= visible.size + 1; looks += 1) look();
  return { read, visible, place };
}

describe('reading the log on', () => {
  it('takes every committed entry once, in whatever order transactions get numbers and end', () => {
    const writer = fc.record({ entries: fc.integer({ min: 0, max: 4 }), commits: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(writer, { maxLength: 8 }),
        fc.array(fc.nat({ max: 1_000 }), { maxLength: 120 }),
        fc.integer({ min: 1, max: 5 }),
        (writers, choices, max) => {
          const { read, visible, place } = play(writers, choices, max);
          assert.deepEqual(
            read.toSorted((one, other) => one - other),
            [...visible].toSorted((one, other) => one - other),
          );
          assert.deepEqual(place.gaps, [], 'what was rolled back is forgotten');
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('does not give up a number whose transaction is newer than the one that was seen', () => {
    // 2 was seen, of a transaction that began before the one that has 1 and is still open.
    const place = readOn(logStart, { sequences: [2], cut: false, oldest: 11, later: 12 });
    assert.deepEqual(place, { next: 3, gaps: [{ low: 1, high: 1, before: 12 }] });
    const still = readOn(place, { sequences: [], cut: false, oldest: 11, later: 0 });
    assert.deepEqual(still, place);
    assert.deepEqual(readOn(place, { sequences: [], cut: false, oldest: 12, later: 0 }).gaps, []);
    assert.deepEqual(readOn(place, { sequences: [1], cut: false, oldest: 12, later: 13 }).gaps, []);
  });
});
