import { parse } from 'csv-parse/sync';
import { exitCodes, Failure } from '../failure.js';
import type { Messages } from '../messages/en.js';

export const maxRows = 1000;

/** A desktop user as a line of a table has it: texts by field, without those that are empty. */
export interface UserRow {
  /** As spreadsheets count: the titles are row 1. */
  readonly row: number;
  readonly fields: Readonly<Record<string, string>>;
}

/** What is wrong in a table, and where. */
export interface TableFault {
  readonly row: number;
  /** Title of the column; empty: the row as a whole. */
  readonly column: string;
  readonly reason: string;
}

export interface UserTable {
  readonly rows: readonly UserRow[];
  /** Titles as the table has them, by field. */
  readonly titles: Readonly<Record<string, string>>;
  readonly faults: readonly TableFault[];
}

/** The titles that a column may have, in any case. */
const columns: Readonly<Record<string, readonly string[]>> = {
  user_name: ['user_name', 'name', 'user', '用户名', '用户'],
  user_email: ['user_email', 'email', 'mail', '邮箱', '电子邮箱', '电子邮件'],
  user_phone: ['user_phone', 'phone', '手机号', '手机', '电话'],
  password: ['password', '密码'],
  description: ['description', '描述', '备注'],
  account_expires: ['account_expires', 'expires', '到期时间', '过期时间'],
  alias_name: ['alias_name', 'alias', '别名'],
};

/**
 * Reads a table of users from CSV: UTF-8 with or without a byte order mark, or GBK as Chinese spreadsheets write it.
 * @throws {Failure} `failed` when it is no table, has no column of names, an unknown column or one twice, no row or too many
 */
export function readUserTable(bytes: Buffer, messages: Messages): UserTable {
  const words = messages.user.import;
  const records = readRecords(decode(bytes, words.encoding), words.broken);
  const [first = [], ...below] = records;
  const titles = first.map((title) => title.trim());
  const fields = titles.map((title, index) => {
    const field = fieldOf(title);
    if (field === undefined)
      throw new Failure(exitCodes.failed, words.unknownColumn(title || String(index + 1), allTitles()));
    return field;
  });
  const twice = fields.find((field, index) => fields.indexOf(field) !== index);
  if (twice !== undefined) throw new Failure(exitCodes.failed, words.columnTwice(twice));
  if (!fields.includes('user_name')) throw new Failure(exitCodes.failed, words.noNames(allTitles()));
  const faults: TableFault[] = [];
  const rows: UserRow[] = [];
  for (const [index, cells] of below.entries()) {
    const row = index + 2;
    // A spreadsheet writes rows that somebody emptied.
    if (cells.every((cell) => cell.trim() === '')) continue;
    if (cells.slice(fields.length).some((cell) => cell.trim() !== ''))
      faults.push({ row, column: '', reason: words.tooManyCells(fields.length) });
    const pairs = fields.map((field, column): [string, string] => [
      field,
      valueOf(field, cells[column] ?? ''),
    ]);
    rows.push({ row, fields: Object.fromEntries(pairs.filter(([, value]) => value !== '')) });
  }
  if (rows.length === 0) throw new Failure(exitCodes.failed, words.noRows);
  if (rows.length > maxRows) throw new Failure(exitCodes.failed, words.tooManyRows(rows.length, maxRows));
  return {
    rows,
    faults,
    titles: Object.fromEntries(fields.map((field, index) => [field, titles[index] ?? ''])),
  };
}

/** A password may begin or end with a space, nothing else may. */
function valueOf(field: string, cell: string): string {
  return field === 'password' ? cell : cell.trim();
}

function fieldOf(title: string): string | undefined {
  const wanted = title.toLowerCase();
  return Object.entries(columns).find(([, titles]) => titles.includes(wanted))?.[0];
}

/** A spreadsheet's own file, or UTF-16: the decoder of GBK takes nearly everything. */
const isBinary = (text: string): boolean => /\p{Cc}|\ufffd/u.test(text.replace(/[\t\r\n]/g, ''));

const allTitles = (): string => Object.keys(columns).join(', ');

function decode(bytes: Buffer, refusal: string): string {
  for (const encoding of ['utf-8', 'gbk']) {
    try {
      // The byte order mark is left out by the decoder.
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!isBinary(text)) return text;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  throw new Failure(exitCodes.failed, refusal);
}

function readRecords(text: string, describe: (why: string) => string): string[][] {
  const [titles = ''] = text.split(/\r?\n/, 1);
  const delimiter = [',', ';', '\t'].find((sign) => titles.includes(sign)) ?? ',';
  try {
    return parse(text, { delimiter, relax_column_count: true, skip_empty_lines: false });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failure(exitCodes.failed, describe(why));
  }
}
