import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cutToWidth, displayWidth } from './displayWidth.js';
import { formatFacts } from './formatFacts.js';
import { formatTime } from './formatTime.js';
import { printable } from './printable.js';
import { wrapText } from './wrapText.js';

describe('the width of a text on a terminal', () => {
  it('counts Chinese, full-width and emoji characters as two columns', () => {
    assert.equal(displayWidth('desk'), 4);
    assert.equal(displayWidth('云桌面'), 6);
    assert.equal(displayWidth('：，'), 4);
    assert.equal(displayWidth('한국 ニホン'), 11);
    assert.equal(displayWidth('😀'), 2);
  });

  it('counts a letter with its marks as one column', () => {
    assert.equal(displayWidth('e\u0301'), 1);
    assert.equal(displayWidth('\u200b'), 0);
  });

  it('cuts between characters, never inside one', () => {
    assert.equal(cutToWidth('云桌面服务', 6), '云桌…');
    assert.equal(cutToWidth('short', 5), 'short');
  });
});

const endless = Number.POSITIVE_INFINITY;

describe('a text from elsewhere', () => {
  it('cannot steer the terminal', () => {
    assert.equal(printable('\u0007\u009b31m'), '??31m');
    assert.equal(formatFacts([['A', '\u001b[2Jx\u202e']]), 'A  ?[2Jx?');
  });
});

describe('labelled values', () => {
  it('keeps the lines of a value in its column', () => {
    assert.equal(
      formatFacts(
        [
          ['a', '1\n2'],
          ['bcd', '3'],
        ],
        '  ',
      ),
      '  a    1\n       2\n  bcd  3',
    );
  });
});

describe('a text that is longer than a line', () => {
  it('is broken at spaces and between Chinese characters, never before a closing mark', () => {
    assert.deepEqual(wrapText('one two three', 7), ['one two', 'three']);
    assert.deepEqual(wrapText('unbreakable x', 4), ['unbreakable', 'x']);
    assert.deepEqual(wrapText('删除桌面，然后', 8), ['删除桌', '面，然后']);
    assert.deepEqual(wrapText('  indented', 20), ['  indented']);
    assert.deepEqual(wrapText('  one two three', 9), ['  one two', '  three']);
    assert.deepEqual(wrapText('one two', endless), ['one two']);
  });

  it('never has a command cut that fits a line', () => {
    assert.deepEqual(wrapText('Follow it with: ./deskplane deletion watch bob01', 36), [
      'Follow it with:',
      './deskplane deletion watch bob01',
    ]);
    assert.deepEqual(wrapText('Again: /srv/dp/deskplane receipt get 7f-1 --head head.json', 52), [
      'Again:',
      '/srv/dp/deskplane receipt get 7f-1 --head head.json',
    ]);
    assert.deepEqual(wrapText('没有桌面。可运行 ./deskplane desktop create --wait 创建。', 36), [
      '没有桌面。可运行',
      './deskplane desktop create --wait 创',
      '建。',
    ]);
    // One that does not fit is broken as any text.
    assert.deepEqual(wrapText('./deskplane desktop create --wait', 20), [
      './deskplane desktop',
      'create --wait',
    ]);
  });

  it('stands below its label where a word of it does not fit beside, and is never cut inside a word', () => {
    const id = '4f0b8a52-6c1d-4e7f-9b3a-2d5e8c1f7a60';
    const facts = formatFacts([['Items that are gone', `server ${id}: gone`]], '  ', 50);
    assert.equal(facts, `  Items that are gone\n    server ${id}:\n    gone`);
    const beside = formatFacts([['ID', id]], '', 50);
    assert.equal(beside, `ID  ${id}`);
  });
});

describe('a time for a user', () => {
  it('has seconds and its zone, on the clock of the reader, in any of the ways that the API writes times', () => {
    assert.equal(formatTime('2026-03-01T06:57:47.459Z', 'Asia/Shanghai'), '2026-03-01 14:57:47+08:00');
    assert.equal(formatTime('2026-03-01 06:57:47', 'UTC'), '2026-03-01 06:57:47Z');
    assert.equal(formatTime('soon'), '');
    assert.equal(formatTime(''), '');
  });
});
