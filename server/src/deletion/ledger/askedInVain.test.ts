import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askedInVain, describeLastError, leftToItsOwn } from './askedInVain.js';

describe('why an item is still there', () => {
  it('is told in the language of whoever asks, and as the engine said it where it did', () => {
    assert.equal(describeLastError(askedInVain(7), 'zh'), '已请求删除7次，但仍然存在');
    assert.equal(describeLastError(askedInVain(7), 'en'), askedInVain(7));
    assert.equal(describeLastError(leftToItsOwn, 'zh'), '由单独删除它的任务处理，该任务尚未结束');
    assert.equal(describeLastError('the host is down', 'zh'), 'the host is down');
    assert.equal(describeLastError(null, 'zh'), null);
  });
});
