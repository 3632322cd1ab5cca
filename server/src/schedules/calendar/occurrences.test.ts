import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Days, dayOf, nextOccurrences, type Schedule } from './occurrences.js';
import { formatWallTime, momentOf } from './zonedTime.js';

const date = (text: string): number => dayOf(Date.parse(`${text}T00:00:00Z`));
const at = (hours: number, minutes = 0): number => (hours * 60 + minutes) * 60_000;
const daily: Days = { kind: 'DAY', interval: 1, from: date('2000-01-01') };

function next(days: Days, further: Partial<Schedule>, after: string, count: number): string[] {
  const schedule = { days, timeOfDay: at(9), zone: 'UTC', until: undefined, ...further };
  return nextOccurrences(schedule, new Date(after), count).map((each) => each.toISOString().slice(0, 16));
}

describe('what is done every day', () => {
  const berlin = { zone: 'Europe/Berlin', timeOfDay: at(2, 30) };

  it('is done once where the clock is set forward past its time: an hour later', () => {
    assert.deepEqual(next(daily, berlin, '2027-03-26T12:00:00Z', 3), [
      '2027-03-27T01:30',
      '2027-03-28T01:30', // 03:30 there
      '2027-03-29T00:30',
    ]);
    assert.equal(formatWallTime('Europe/Berlin', new Date('2027-03-28T01:30:00Z')), '2027-03-28 03:30:00');
  });

  it('is done once where the clock shows its time twice: the first time', () => {
    assert.deepEqual(next(daily, berlin, '2027-10-29T12:00:00Z', 3), [
      '2027-10-30T00:30',
      '2027-10-31T00:30',
      '2027-11-01T01:30',
    ]);
    assert.deepEqual(next(daily, berlin, '2027-10-31T00:45:00Z', 1), ['2027-11-01T01:30'], 'not again');
  });

  it('keeps its time of day through both changes of the clock', () => {
    const noon = next(daily, { ...berlin, timeOfDay: at(12) }, '2027-03-27T00:00:00Z', 2);
    assert.deepEqual(noon, ['2027-03-27T11:00', '2027-03-28T10:00']);
  });

  it('is done once for a date that a zone leaves out', () => {
    const apia = { zone: 'Pacific/Apia' };
    const around = next(daily, apia, '2011-12-29T00:00:00Z', 3);
    assert.equal(new Set(around).size, 3);
    assert.equal(
      momentOf('Pacific/Apia', Date.UTC(2011, 11, 30, 9)).toISOString(),
      '2011-12-30T19:00:00.000Z',
    );
  });

  it('of several days counts them from the first', () => {
    const third: Days = { kind: 'DAY', interval: 3, from: date('2027-01-30') };
    assert.deepEqual(next(third, {}, '2027-01-30T09:00:00Z', 2), ['2027-02-02T09:00', '2027-02-05T09:00']);
  });
});

describe('what is done on other days', () => {
  it('comes once on a date, and never again', () => {
    const once: Days = { kind: 'FIXED_TIME', date: date('2027-01-02') };
    assert.deepEqual(next(once, { zone: 'Asia/Shanghai' }, '2027-01-01T00:00:00Z', 2), ['2027-01-02T01:00']);
    assert.deepEqual(next(once, {}, '2027-01-02T09:00:00Z', 1), []);
  });

  it('comes on days of the week, of which the first is Sunday', () => {
    const ends: Days = { kind: 'WEEK', weekdays: new Set([1, 7]) };
    assert.deepEqual(next(ends, {}, '2027-01-01T00:00:00Z', 3), [
      '2027-01-02T09:00', // a Saturday
      '2027-01-03T09:00',
      '2027-01-09T09:00',
    ]);
  });

  it('comes on dates of months, and on the last of them', () => {
    const dates: Days = { kind: 'MONTH', months: new Set([2, 4]), dates: new Set([0, 30, 31]) };
    assert.deepEqual(next(dates, {}, '2028-01-01T00:00:00Z', 3), [
      '2028-02-29T09:00',
      '2028-04-30T09:00',
      '2029-02-28T09:00',
    ]);
    const leap: Days = { kind: 'MONTH', months: new Set([2]), dates: new Set([29]) };
    assert.deepEqual(next(leap, {}, '2097-01-01T00:00:00Z', 1), ['2104-02-29T09:00']);
    assert.deepEqual(next({ ...leap, dates: new Set([30]) }, {}, '2027-01-01T00:00:00Z', 1), []);
  });

  it('ends with its last moment', () => {
    const until = new Date('2027-01-02T09:00:00Z');
    assert.deepEqual(next(daily, { until }, '2027-01-01T00:00:00Z', 5), [
      '2027-01-01T09:00',
      '2027-01-02T09:00',
    ]);
  });
});
