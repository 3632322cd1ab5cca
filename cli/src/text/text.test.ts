import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { formatAge, formatDuration, formatSeconds, formatSpan } from './formatDuration.js';
import { shellQuote } from './shellQuote.js';
import { formatTable } from './table.js';

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

describe('a time for a user', () => {
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
    assert.equal(formatSpan(693_060, 'en'), '8 days 31 min');
    assert.equal(formatSpan(90_001, 'zh'), '1 天 1 小时 1 秒');
    assert.equal(formatSeconds(5, 'en'), '5 s');
    assert.equal(formatSeconds(125, 'zh'), '2 分钟 5 秒');
  });
});
