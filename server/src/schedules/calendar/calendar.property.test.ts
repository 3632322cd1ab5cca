import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Days, dayOf, isDue, nextOccurrence, nextOccurrences, type Schedule } from './occurrences.js';
import { formatWallTime, isTimeZone, momentOf, parseWallTime, wallTimeAt } from './zonedTime.js';

const dayLength = 86_400_000;
const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];
const zone = fc.constantFrom(...zones);
/** From 2000 to 2060, to the second. */
const moment = fc
  .integer({ min: Date.UTC(2000, 0) / 1000, max: Date.UTC(2060, 0) / 1000 })
  .map((seconds) => new Date(seconds * 1000));
const timeOfDay = fc.integer({ min: 0, max: dayLength / 1000 - 1 }).map((seconds) => seconds * 1000);
const some = (min: number, max: number) =>
  fc.uniqueArray(fc.integer({ min, max }), { minLength: 1 }).map((numbers) => new Set(numbers));
const recurring: fc.Arbitrary<Days> = fc.oneof(
  fc.record({
    kind: fc.constant('DAY' as const),
    interval: fc.integer({ min: 1, max: 31 }),
    from: fc.integer({ min: 10_000, max: 25_000 }),
  }),
  fc.record({ kind: fc.constant('WEEK' as const), weekdays: some(1, 7) }),
  fc.record({ kind: fc.constant('MONTH' as const), months: some(1, 12), dates: some(0, 29) }),
);
const schedule: fc.Arbitrary<Schedule> = fc.record({
  days: recurring,
  timeOfDay,
  zone,
  until: fc.constant(undefined),
});

describe('clocks of time zones', () => {
  it('show a moment as a time that leads back to it, or to the first that shows the same', () => {
    fc.assert(
      fc.property(zone, moment, (name, at) => {
        const wall = wallTimeAt(name, at);
        const back = momentOf(name, wall);
        assert.ok(back <= at, `${back.toISOString()} is after ${at.toISOString()}`);
        assert.equal(wallTimeAt(name, back), wall);
      }),
    );
  });

  it('are written and read in one form, and nothing else is read', () => {
    fc.assert(
      fc.property(zone, moment, (name, at) => {
        assert.equal(parseWallTime(formatWallTime(name, at)), wallTimeAt(name, at));
      }),
    );
    for (const text of ['2027-02-29 01:00:00', '2027-01-01 24:00:00', '2027-13-01 00:00:00', '2027-01-01'])
      assert.equal(parseWallTime(text), undefined, text);
    for (const name of ['+08:00', 'Mars/Olympus', '', 'UTC+8 ']) assert.equal(isTimeZone(name), false, name);
    for (const name of zones) assert.ok(isTimeZone(name), name);
  });
});

describe('moments of a schedule', () => {
  it('come one after the other, and none is left out or comes twice', () => {
    fc.assert(
      fc.property(schedule, moment, (one, after) => {
        const found = nextOccurrences(one, after, 6);
        const last = found.at(-1);
        assert.ok(found.every((at, index) => at > (found[index - 1] ?? after)));
        if (last === undefined) return;
        const [from, to] = [after, last].map((at) => dayOf(wallTimeAt(one.zone, at)));
        const due = new Set<number>();
        for (let day = (from ?? 0) - 1; day <= (to ?? 0) + 1; day += 1)
          if (isDue(one.days, day)) due.add(momentOf(one.zone, day * dayLength + one.timeOfDay).getTime());
        const expected = [...due].filter((at) => at > after.getTime() && at <= last.getTime());
        assert.deepEqual(
          found.map((at) => at.getTime()),
          expected.toSorted((a, b) => a - b),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('are the same from whichever moment before them one looks', () => {
    fc.assert(
      fc.property(schedule, moment, fc.nat(dayLength), (one, after, later) => {
        const next = nextOccurrence(one, after);
        if (next === undefined) return;
        const between = new Date(Math.min(after.getTime() + later, next.getTime() - 1));
        assert.deepEqual(nextOccurrence(one, between), next);
      }),
    );
  });

  it('show the time of day that was asked for, unless the clock is set forward past it', () => {
    fc.assert(
      fc.property(schedule, moment, (one, after) => {
        const next = nextOccurrence(one, after);
        if (next === undefined) return;
        const wall = wallTimeAt(one.zone, next);
        if (((wall % dayLength) + dayLength) % dayLength === one.timeOfDay) return;
        const offsets = [-1, 1].map((side) => {
          const at = next.getTime() + side * dayLength;
          return wallTimeAt(one.zone, new Date(at)) - at;
        });
        assert.ok((offsets[1] ?? 0) > (offsets[0] ?? 0), 'a clock that was not set forward');
      }),
    );
  });

  it('end with their last moment', () => {
    fc.assert(
      fc.property(schedule, moment, moment, (one, after, until) => {
        const next = nextOccurrence({ ...one, until }, after);
        const forever = nextOccurrence(one, after);
        assert.deepEqual(next, forever !== undefined && forever <= until ? forever : undefined);
      }),
    );
  });
});
