import {
  readTable,
  requireTableSize,
  type Table,
  TableError,
  type TableProblem,
} from '@deskplane/server/tables/readTable.js';
import { userTable } from '@deskplane/server/users/userFields.js';
import { exitCodes, Failure } from '../failure.js';
import type { Messages } from '../messages/en.js';

/** What is wrong in a table, and where. */
export interface TableFault {
  readonly row: number;
  /** Title of the column; empty: the row as a whole. */
  readonly column: string;
  readonly reason: string;
}

/**
 * Reads a table of users from CSV.
 * @throws {Failure} `failed` when it is no table, has no column of names, an unknown column or one twice, no row or too many
 */
export function readUserTable(bytes: Buffer, messages: Messages): Table {
  return explaining(messages, () => readTable(bytes, userTable));
}

/**
 * Before a file is read.
 * @throws {Failure} `failed` when it is larger than any table
 */
export function checkTableSize(bytes: number, messages: Messages): void {
  explaining(messages, () => requireTableSize(bytes));
}

function explaining<Result>(messages: Messages, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    throw new Failure(exitCodes.failed, describe(error.problem, messages.user.import));
  }
}

function describe(problem: TableProblem, words: Messages['user']['import']): string {
  switch (problem.kind) {
    case 'tooLarge':
      return words.tooLarge(problem.megabytes, problem.max);
    case 'encoding':
      return words.encoding;
    case 'broken':
      return words.broken(problem.why);
    case 'unknownColumn':
      return words.unknownColumn(problem.title, problem.known);
    case 'columnTwice':
      return words.columnTwice(problem.field);
    case 'missingColumn':
      return words.noNames(problem.known);
    case 'noRows':
      return words.noRows;
    case 'tooManyRows':
      return words.tooManyRows(problem.rows, problem.max);
  }
}
