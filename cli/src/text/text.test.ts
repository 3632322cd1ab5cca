import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { cutToWidth, displayWidth } from './displayWidth.js';
import { formatAge, formatDuration, formatSeconds, formatTime } from './formatTime.js';
import { printable } from './printable.js';
import { shellQuote } from './shellQuote.js';
import { formatFacts, formatTable } from './table.js';
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

describe('a table', () => {
  it('lines up columns of Chinese and Latin text', () => {
    const table = formatTable(
      ['名称', 'ID'],
      [
        ['desk', '1'],
        ['云桌面', '2'],
      ],
      endless,
    );
    assert.deepEqual(table.split('\n'), ['名称    ID', 'desk    1', '云桌面  2']);
  });

  it('leaves no spaces at the ends of lines', () => {
    assert.equal(formatTable(['A', 'BCD'], [['x', 'y']], endless), 'A  BCD\nx  y');
  });

  it('has a word in every cell, also where there is no value', () => {
    assert.equal(formatTable(['A', 'B'], [['', 'x']], endless), 'A  B\n-  x');
  });

  it('becomes a block for each row where its columns do not fit next to each other', () => {
    const rows = [
      ['desk', '正在运行'],
      ['云桌面', ''],
    ];
    const table = formatTable(['NAME', 'STATUS'], rows, 13);
    assert.equal(table, 'NAME    desk\nSTATUS\n  正在运行\n\nNAME\n  云桌面\nSTATUS  -');
    assert.equal(formatTable(['NAME', 'STATUS'], rows, 16).split('\n').length, 3);
  });

  it('lets no text from elsewhere steer the terminal', () => {
    const table = formatTable(['A'], [['\u001b[2Jx\ny\u202e']], endless);
    assert.equal(table, 'A\n?[2Jx?y?');
    assert.equal(printable('\u0007\u009b31m'), '??31m');
  });

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

describe('a quoted word', () => {
  it('comes out of a shell as it went in, whatever is in it', () => {
    for (const word of ['', 'plain', "it's", '$HOME `id` "x" \\ ;&|<>*?', 'line\nbreak', '云桌面 $(true)']) {
      const shown = execFileSync('/bin/sh', ['-c', `printf %s ${shellQuote(word)}`], { encoding: 'utf8' });
      assert.equal(shown, word);
    }
  });
});

describe('a time for a person', () => {
  it('has seconds and its zone, on the clock of the reader, in any of the ways that the API writes times', () => {
    assert.equal(formatTime('2026-03-01T06:57:47.459Z', 'Asia/Shanghai'), '2026-03-01 14:57:47+08:00');
    assert.equal(formatTime('2026-03-01 06:57:47', 'UTC'), '2026-03-01 06:57:47Z');
    assert.equal(formatTime('soon'), '');
    assert.equal(formatTime(''), '');
  });

  it('tells an age in the largest unit that fits', () => {
    const now = new Date('2026-03-01T12:00:00Z');
    assert.equal(formatAge('2026-03-01T11:57:10Z', now, 'en'), '2 minutes ago');
    assert.equal(formatAge('2026-02-27T12:00:00Z', now, 'en'), '2 days ago');
    assert.equal(formatAge('2026-03-01T11:57:10Z', now, 'zh'), '2分钟前');
  });

  it('tells a duration without needless digits', () => {
    assert.equal(formatDuration(840, 'en'), '0.8 s');
    assert.equal(formatDuration(125_000, 'en'), '2 min 5 s');
    assert.equal(formatDuration(3_780_000, 'en'), '1 h 3 min');
    assert.equal(formatDuration(840, 'zh'), '0.8 秒');
    assert.equal(formatSeconds(5, 'en'), '5 s');
    assert.equal(formatSeconds(125, 'zh'), '2 分钟 5 秒');
  });
});
