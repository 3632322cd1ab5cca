import { ApiError, type ErrorArgument, type Language } from '../../errors/errors.js';
import { readTable, type Table, TableError, type TableProblem } from '../../tables/readTable.js';
import { maxPasswordsOfBatch, maxUsersOfBatch, nextBatch } from '../newUserBatches.js';
import { createNameCheck, newUserBody } from '../newUserFaults.js';
import { findFaults } from '../newUserRules.js';
import { userTable } from '../userFields.js';

/** A row of a list of users: what stands there, and what is wrong with it. */
export interface ListedUser {
  readonly row: number;
  readonly body: ReturnType<typeof newUserBody>;
  /** Sentences; none: the user can be created, as far as the row says. */
  readonly reasons: readonly string[];
}

/**
 * The table of a list of users, as every import of users takes it.
 * @throws {ApiError} WKS.0001 when it is none, or has more users than a call makes
 */
export function readUserList(file: Uint8Array): Table {
  const table = readOrRefuse(file);
  const one = nextBatch(table.rows, ({ fields }) => fields['password'] !== undefined);
  if (one.length < table.rows.length) throw refusal(tooMany);
  return table;
}

function readOrRefuse(file: Uint8Array): Table {
  try {
    return readTable(file, userTable);
  } catch (error) {
    if (error instanceof TableError) throw refusal(describe(error.problem));
    throw error;
  }
}

/**
 * Its rows by the rules that CreateDesktopUser has, each alone.
 * @param there names of users who exist, in lower case
 */
export function checkUserList(
  { rows, tooLong, columnCount }: Table,
  there: ReadonlySet<string>,
  language: Language,
): readonly ListedUser[] {
  const nameFaultOf = createNameCheck(there);
  return rows.map(({ row, fields }) => {
    const body = newUserBody(fields);
    const reasons: string[] = [];
    if (tooLong.includes(row)) reasons.push(words.tooLong[language](columnCount));
    const fault = nameFaultOf(row, body.user_name);
    if (fault?.kind === 'noName') reasons.push(words.noName[language]);
    else reasons.push(...findFaults(body, language).map(({ reason }) => reason));
    if (fault?.kind === 'twice') reasons.push(words.twice[language](fault.first));
    if (fault?.kind === 'exists') reasons.push(words.exists[language]);
    return { row, body, reasons };
  });
}

const words = {
  tooLong: {
    en: (columns: number) => `the row has more cells than the table has columns (${columns})`,
    zh: (columns: number) => `该行的单元格多于列数（${columns}）`,
  },
  noName: { en: 'user_name is missing', zh: '缺少user_name' },
  twice: {
    en: (row: number) => `user_name stands in row ${row} already`,
    zh: (row: number) => `user_name与第${row}行重复`,
  },
  exists: { en: 'a user with this user_name exists already', zh: '已有同名用户' },
} as const;

const tooMany = {
  en: `file has more than ${maxUsersOfBatch} users, or more than ${maxPasswordsOfBatch} with a password; send it in parts`,
  zh: `file中的用户超过${maxUsersOfBatch}个，或带密码的用户超过${maxPasswordsOfBatch}个，请分批导入`,
} as const satisfies ErrorArgument;

const refusal = (reason: ErrorArgument): ApiError => new ApiError('WKS.0001', [reason], 'body: file');

function describe(problem: TableProblem): ErrorArgument {
  switch (problem.kind) {
    case 'tooLarge':
      return {
        en: `file has ${problem.megabytes} MiB; at most ${problem.max} MiB can be read`,
        zh: `file大小为${problem.megabytes}MiB，最大${problem.max}MiB`,
      };
    case 'encoding':
      return {
        en: 'file is no text; it must be CSV in UTF-8 or GBK, not a file of a spreadsheet program itself',
        zh: 'file不是文本，须为UTF-8或GBK编码的CSV，而非电子表格程序自身的格式',
      };
    case 'broken':
      return { en: `file is no CSV: ${problem.why}`, zh: `file不是有效的CSV：${problem.why}` };
    case 'unknownColumn':
      return {
        en: `file has the unknown column "${problem.title}"; columns are ${problem.known}`,
        zh: `file中有未知列“${problem.title}”，可用的列为${problem.known}`,
      };
    case 'columnTwice':
      return {
        en: `file has the column ${problem.field} twice`,
        zh: `file中的列${problem.field}重复`,
      };
    case 'missingColumn':
      return {
        en: `file has no column ${problem.field}; columns are ${problem.known}`,
        zh: `file缺少列${problem.field}，可用的列为${problem.known}`,
      };
    case 'noRows':
      return { en: 'file has no rows below its titles', zh: 'file中除标题外没有行' };
    case 'tooManyRows':
      return {
        en: `file has ${problem.rows} rows; at most ${problem.max} can be read`,
        zh: `file有${problem.rows}行，最多${problem.max}行`,
      };
  }
}
