import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  formatMicrosecondTime,
  formatMillisecondTime,
  formatPlainTime,
  formatSecondTime,
  parseApiTime,
} from './apiTimes.js';

describe('the time formats of the API', () => {
  const moment = new Date(Date.UTC(2022, 0, 21, 6, 57, 47, 459));

  it('writes each of the four forms in UTC', () => {
    assert.equal(formatPlainTime(moment), '2022-01-21 06:57:47');
    assert.equal(formatMillisecondTime(moment), '2022-01-21T06:57:47.459Z');
    assert.equal(formatSecondTime(moment), '2022-01-21T06:57:47Z');
    assert.equal(formatMicrosecondTime(moment), '2022-01-21T06:57:47.459000Z');
  });

  it('reads times with and without milliseconds', () => {
    assert.equal(parseApiTime('2022-01-21T06:57:47.459Z')?.getTime(), moment.getTime());
    assert.equal(parseApiTime('2022-01-21T06:57:47Z')?.getTime(), moment.getTime() - 459);
  });

  it('reads no other form and no impossible day', () => {
    const wrong = [
      '',
      '0',
      '2022-01-21',
      '2022-01-21T06:57:47',
      '2022-01-21 06:57:47',
      '2022-02-30T00:00:00Z',
    ];
    for (const text of [...wrong, '2022-13-01T00:00:00Z', '2022-01-21T25:00:00Z', ' 2022-01-21T06:57:47Z']) {
      assert.equal(parseApiTime(text), undefined, text);
    }
  });
});
