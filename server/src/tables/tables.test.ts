import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { maxTableBytes, readTable, TableError, type TableProblem } from './readTable.js';
import { writeTable } from './writeTable.js';

const form = {
  columns: { name: ['name', '名称'], mail: ['mail', '邮箱'], secret: ['secret'] },
  verbatim: ['secret'],
  untitled: ['name', 'mail'],
};

const fieldsOf = (source: string | Uint8Array, how = form) =>
  readTable(source, how).rows.map(({ fields }) => fields);

function refusing(source: string | Uint8Array, problem: Partial<TableProblem>, how: object = {}): void {
  assert.throws(
    () => readTable(source, { ...form, ...how }),
    (error) => {
      assert.ok(error instanceof TableError);
      assert.deepEqual({ ...error.problem, ...problem }, error.problem);
      return true;
    },
  );
}

describe('a table that is read', () => {
  const rows = [{ name: 'ann', mail: 'ann@example.com' }, { name: 'bert' }];

  it('may have commas, semicolons or tabs, any line ends, and titles in any case and order', () => {
    for (const sign of [',', ';', '\t'])
      for (const end of ['\n', '\r\n'])
        assert.deepEqual(
          fieldsOf(
            ['MAIL|Name', 'ann@example.com|ann', '|bert'].map((line) => line.replace('|', sign)).join(end),
          ),
          rows,
        );
  });

  it('may be UTF-8 with or without a mark, or GBK, with titles in Chinese', () => {
    const text = '名称,邮箱\nann,ann@example.com\nbert,\n';
    // 名称 and 邮箱 in GBK.
    const gbk = Buffer.concat([
      Buffer.from([0xc3, 0xfb, 0xb3, 0xc6, 0x2c, 0xd3, 0xca, 0xcf, 0xe4]),
      Buffer.from('\nann,ann@example.com\nbert,\n'),
    ]);
    for (const source of [text, `\uFEFF${text}`, Buffer.from(text), Buffer.from(`\uFEFF${text}`), gbk])
      assert.deepEqual(fieldsOf(source), rows);
  });

  it('needs no titles where it is said what the columns are without them', () => {
    assert.deepEqual(readTable('ann,ann@example.com\nbert\n', form), {
      rows: [
        { row: 1, fields: { name: 'ann', mail: 'ann@example.com' } },
        { row: 2, fields: { name: 'bert' } },
      ],
      titles: {},
      tooLong: [],
      columnCount: 2,
    });
    assert.deepEqual(fieldsOf('ann\nbert'), [{ name: 'ann' }, { name: 'bert' }]);
    refusing(
      'ann\nbert',
      { kind: 'unknownColumn', title: 'ann', known: 'name, mail, secret' },
      { untitled: undefined },
    );
  });

  it('counts rows as spreadsheets do, without those that are empty, and names those that are too long', () => {
    const table = readTable('name,mail\nann\n,\n\nbert,b@example.com,x,y\n', form);
    assert.deepEqual(
      table.rows.map(({ row }) => row),
      [2, 5],
    );
    assert.deepEqual(table.tooLong, [5]);
    assert.deepEqual(readTable('ann,b@example.com,x\nbert\n', form).tooLong, [1]);
  });

  it('passes over the columns that nobody reads, and names them', () => {
    const table = readTable('State,Name,ID,state\nlocked,ann,7,x\n', { ...form, unread: ['state', 'id'] });
    assert.deepEqual(table, {
      rows: [{ row: 2, fields: { name: 'ann' } }],
      titles: { name: 'Name' },
      tooLong: [],
      columnCount: 4,
      unread: ['State', 'ID', 'state'],
    });
  });

  it('is what was written, also where a spreadsheet would have taken it for a formula', () => {
    for (const text of ['=1', '+49', '-x', '@y', "'=1", "''=1", "'quoted'", '＝1', '－', 'plain', '"a","b"'])
      assert.deepEqual(
        fieldsOf(
          writeTable([
            ['name', 'mail'],
            [text, 'x'],
          ]),
        ),
        [{ name: text, mail: 'x' }],
        text,
      );
    assert.match(writeTable([['=1', '＝1']]), /^\uFEFF'=1,'＝1\r\n$/);
  });

  it("may begin with Excel's line about the sign between cells, which is no row", () => {
    for (const source of [
      'sep=;\r\nname;mail\r\nann;ann@example.com\r\nbert;',
      'SEP=;\nname;mail\nann;ann@example.com\nbert',
    ])
      assert.deepEqual(fieldsOf(source), rows);
    assert.deepEqual(readTable('sep=;\nann;a,b\n', form).rows, [
      { row: 1, fields: { name: 'ann', mail: 'a,b' } },
    ]);
    refusing('sep=;\n', { kind: 'noRows' });
  });

  it('has quoted cells with signs, quotes and line ends in them', () => {
    assert.deepEqual(fieldsOf('name,mail\n"a, ""b""\nc",x\n'), [{ name: 'a, "b"\nc', mail: 'x' }]);
  });

  it('has blanks taken off its cells, but not where they count', () => {
    assert.deepEqual(fieldsOf('name, secret \n ann , x \n'), [{ name: 'ann', secret: ' x ' }]);
  });

  it('has blanks in quotes where those count', () => {
    const how = { ...form, quoted: ['mail'] };
    assert.deepEqual(fieldsOf('name,mail\n" ann "," x\u00a0"\n" bert ", x \n', how), [
      { name: 'ann', mail: ' x\u00a0' },
      { name: 'bert', mail: 'x' },
    ]);
    for (const text of [' x', 'x\u00a0', '\u3000', ' =1', "' ", 'plain'])
      assert.deepEqual(
        fieldsOf(
          writeTable([
            ['name', 'mail'],
            ['ann', text],
          ]),
          how,
        ),
        [{ name: 'ann', mail: text }],
      );
  });

  it('is refused unread where it is larger than any table, and its cells are shown by their beginning', () => {
    const large = `name\n${'x,'.repeat(maxTableBytes / 2)}`;
    for (const source of [large, Buffer.from(large)])
      refusing(source, { kind: 'tooLarge', megabytes: 5, max: 4 });
    refusing(`name,${'x'.repeat(100_000)}\n`, { kind: 'unknownColumn', title: `${'x'.repeat(60)}…` });
  });

  it('is refused with the reason', () => {
    refusing('name,age\nann,5', { kind: 'unknownColumn', title: 'age', known: 'name, mail, secret' });
    refusing('name,名称\nann,b', { kind: 'columnTwice', field: 'name' });
    refusing('mail\nx', { kind: 'missingColumn', field: 'name' }, { required: 'name' });
    refusing('name\n', { kind: 'noRows' });
    refusing('', { kind: 'noRows' });
    for (const empty of ['', '\n', '\uFEFF\r\n']) refusing(empty, { kind: 'noRows' }, { required: 'name' });
    refusing(`name\n${'ann\n'.repeat(1001)}`, { kind: 'tooManyRows', rows: 1001, max: 1000 });
    refusing('name\n"ann', { kind: 'broken' });
    refusing(Buffer.from('name\nann', 'utf16le'), { kind: 'encoding' });
    assert.equal(readTable(`name\n${'ann\n'.repeat(1000)}`, form).rows.length, 1000);
  });
});

describe('a table that is written', () => {
  it('begins with the mark, ends its lines as RFC 4180 has it, and quotes what needs it', () => {
    assert.equal(
      writeTable([
        ['name', '名称'],
        ['a,b', 'say "x"\n'],
      ]),
      '\uFEFFname,名称\r\n"a,b","say ""x""\n"\r\n',
    );
  });

  it('has no cell that a spreadsheet takes for a formula', () => {
    for (const sign of ['=', '+', '-', '@', '\t', '\r']) {
      const text = `${sign}cmd|' /C calc'!A0`;
      const cell = writeTable([[text]]).slice(1, -2);
      assert.match(cell, /^"?'/, JSON.stringify(sign));
      assert.deepEqual(
        readTable(cell, { columns: { only: ['only'] }, untitled: ['only'], verbatim: ['only'] }).rows,
        [{ row: 1, fields: { only: `'${text}` } }],
      );
    }
  });

  it('is read again as it was', () => {
    const rows = [
      { name: 'a,b', mail: '"q"' },
      { name: '名\n称', mail: 'x;y' },
    ];
    const text = writeTable([['name', 'mail'], ...rows.map(({ name, mail }) => [name, mail])]);
    assert.deepEqual(fieldsOf(text), rows);
    assert.deepEqual(fieldsOf(Buffer.from(text)), rows);
  });
});
