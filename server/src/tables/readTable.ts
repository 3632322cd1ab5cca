import { parse } from 'csv-parse/sync';
import { withoutMark } from './writeTable.js';

/** Rows that a table may have at most. */
export const maxRows = 1000;

/** Many times what so many rows take: a larger file is another one by mistake, and reading it would take minutes. */
export const maxTableBytes = 4 * 1024 * 1024;

/** Of what a table holds, as much as a message shows. */
const shownLength = 60;

/** What a table may hold. */
export interface TableForm {
  /** The titles that a column may have, in lower case, by the name of its field. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /** A column that has to be there. */
  readonly required?: string;
  /** Fields in which blanks at the ends count. */
  readonly verbatim?: readonly string[];
  /** Fields in which they count where the cell is quoted, as {@link writeTable} quotes it: who types a table puts blanks behind signs. */
  readonly quoted?: readonly string[];
  /** Titles of columns that a table may have and nobody reads, in lower case: what an export says besides. */
  readonly unread?: readonly string[];
  /** What the columns are where the first row has no title in it; undefined: titles have to be there. */
  readonly untitled?: readonly string[];
}

/** A row: texts by field, without those that are empty. */
export interface TableRow {
  /** As spreadsheets count: the first one is 1, titles or not. */
  readonly row: number;
  readonly fields: Readonly<Record<string, string>>;
}

export interface Table {
  readonly rows: readonly TableRow[];
  /** Titles as the table has them, by field; none where it has no titles. */
  readonly titles: Readonly<Record<string, string>>;
  /** Rows that have more cells than the table has columns. */
  readonly tooLong: readonly number[];
  readonly columnCount: number;
  /** Titles, as the table has them, of the columns that nobody reads; undefined: there are none. */
  readonly unread?: readonly string[];
}

/** Why something is no table that can be used. `known` are the fields that there are, as a list. */
export type TableProblem =
  | { readonly kind: 'tooLarge'; readonly megabytes: number; readonly max: number }
  | { readonly kind: 'encoding' }
  | { readonly kind: 'broken'; readonly why: string }
  | { readonly kind: 'unknownColumn'; readonly title: string; readonly known: string }
  | { readonly kind: 'columnTwice'; readonly field: string }
  | { readonly kind: 'missingColumn'; readonly field: string; readonly known: string }
  | { readonly kind: 'noRows' }
  | { readonly kind: 'tooManyRows'; readonly rows: number; readonly max: number };

export class TableError extends Error {
  override readonly name = 'TableError';
  readonly problem: TableProblem;

  constructor(problem: TableProblem) {
    super(`This is no table: ${problem.kind}.`);
    this.problem = problem;
  }
}

/**
 * Reads CSV with commas, semicolons or tabs, in a browser as in Node.js.
 * @param source a text, or bytes: UTF-8 with or without a byte order mark, or GBK as Chinese spreadsheets write it
 * @throws {TableError}
 */
export function readTable(source: string | Uint8Array, form: TableForm): Table {
  requireTableSize(source.length);
  const records = readRecords(typeof source === 'string' ? source : decodeText(source));
  if (records.every(isEmpty)) throw new TableError({ kind: 'noRows' });
  const [first = []] = records;
  const isUntitled =
    form.untitled !== undefined && first.every(({ text }) => fieldOf(text, form) === undefined);
  const titles = isUntitled ? untitled(records, form) : first.map(({ text }) => text.trim());
  const fields = fieldsOf(titles, form);
  const rows: TableRow[] = [];
  const tooLong: number[] = [];
  for (const [index, cells] of records.entries()) {
    // A spreadsheet writes rows that somebody emptied.
    if ((index === 0 && !isUntitled) || isEmpty(cells)) continue;
    const row = index + 1;
    if (!isEmpty(cells.slice(fields.length))) tooLong.push(row);
    const pairs = fields.map((field, column): [string, string] => {
      const { text, isQuoted } = cells[column] ?? noCell;
      if (form.verbatim?.includes(field) === true) return [field, text];
      const isWhole = isQuoted && form.quoted?.includes(field) === true;
      return [field, withoutMark(isWhole ? text : text.trim())];
    });
    const read = pairs.filter(([field, value]) => field !== unread && value !== '');
    rows.push({ row, fields: Object.fromEntries(read) });
  }
  if (rows.length === 0) throw new TableError({ kind: 'noRows' });
  const passedOver = isUntitled ? [] : titles.filter((_, index) => fields[index] === unread);
  if (rows.length > maxRows) throw new TableError({ kind: 'tooManyRows', rows: rows.length, max: maxRows });
  return {
    rows,
    tooLong,
    columnCount: fields.length,
    titles: isUntitled
      ? {}
      : Object.fromEntries(
          fields.flatMap((field, index) => (field === unread ? [] : [[field, titles[index] ?? '']])),
        ),
    ...(passedOver.length === 0 ? {} : { unread: passedOver }),
  };
}

/** Stands for the field of a column that nobody reads. */
const unread = '';

function fieldsOf(titles: readonly string[], form: TableForm): readonly string[] {
  const known = Object.keys(form.columns).join(', ');
  const fields = titles.map((title, index) => {
    const field = fieldOf(title, form);
    if (field === undefined)
      throw new TableError({ kind: 'unknownColumn', title: shortened(title) || String(index + 1), known });
    return field;
  });
  const twice = fields.find((field, index) => field !== unread && fields.indexOf(field) !== index);
  if (twice !== undefined) throw new TableError({ kind: 'columnTwice', field: twice });
  if (form.required !== undefined && !fields.includes(form.required))
    throw new TableError({ kind: 'missingColumn', field: form.required, known });
  return fields;
}

/** The columns of a table without titles: as many as it has, and one at least. */
function untitled(
  records: readonly (readonly Cell[])[],
  { untitled: usual = [] }: TableForm,
): readonly string[] {
  const width = Math.max(
    1,
    ...records.map((cells) => cells.findLastIndex(({ text }) => text.trim() !== '') + 1),
  );
  return usual.slice(0, width);
}

function fieldOf(title: string, { columns, unread: passedOver = [] }: TableForm): string | undefined {
  const wanted = title.trim().toLowerCase();
  if (passedOver.includes(wanted)) return unread;
  return Object.entries(columns).find(([, titles]) => titles.includes(wanted))?.[0];
}

const isEmpty = (cells: readonly Cell[]): boolean => cells.every(({ text }) => text.trim() === '');

/** A spreadsheet's own file, or UTF-16: the decoder of GBK takes nearly everything. */
const isBinary = (text: string): boolean => /\p{Cc}|\ufffd/u.test(text.replace(/[\t\r\n]/g, ''));

/**
 * The text of a file: UTF-8, or else GBK. A byte order mark is no part of it.
 * @throws {TableError} `encoding`
 */
export function decodeText(bytes: Uint8Array): string {
  for (const encoding of ['utf-8', 'gbk']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!isBinary(text)) return text;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  throw new TableError({ kind: 'encoding' });
}

/**
 * Before a file is read.
 * @throws {TableError} `tooLarge`
 */
export function requireTableSize(bytes: number): void {
  if (bytes <= maxTableBytes) return;
  const megabytes = (size: number): number => Math.ceil(size / 1024 / 1024);
  throw new TableError({ kind: 'tooLarge', megabytes: megabytes(bytes), max: megabytes(maxTableBytes) });
}

/** A cell or a title as a message shows it. */
export function shortened(cell: string): string {
  return cell.length <= shownLength ? cell : `${cell.slice(0, shownLength)}…`;
}

interface Cell {
  readonly text: string;
  readonly isQuoted: boolean;
}

const noCell: Cell = { text: '', isQuoted: false };

/** A line that tells Excel the sign between cells. Spreadsheets do not show it, nor count it. */
const signLine = /^sep=([\t,;])\r?(?:\n|$)/i;

function readRecords(text: string): Cell[][] {
  const whole = text.replace(/^\uFEFF/, '');
  const [line = '', sign] = signLine.exec(whole) ?? [];
  const plain = whole.slice(line.length);
  const [first = ''] = plain.split(/\r?\n/, 1);
  const unquoted = first.replaceAll(/"[^"]*"/g, '');
  const delimiter = sign ?? ['\t', ',', ';'].find((each) => unquoted.includes(each)) ?? ',';
  try {
    const quoted: boolean[] = [];
    const records = parse(plain, {
      delimiter,
      relax_column_count: true,
      skip_empty_lines: false,
      cast: (value, { quoting }) => {
        quoted.push(quoting);
        return value;
      },
    });
    let seen = 0;
    return records.map((cells) => cells.map((cell) => ({ text: cell, isQuoted: quoted[seen++] === true })));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TableError({ kind: 'broken', why });
  }
}
