import type { Table, TableForm } from '@deskplane/server/tables/readTable.js';
import {
  createNameCheck,
  findNewUserFaults,
  type NewUserFault,
  type NewUserField,
  type NewUserFields,
} from '@deskplane/server/users/newUserFaults.js';
import { userTable } from '@deskplane/server/users/userFields.js';

/** A table as the command takes it; without titles, the first columns are these. */
export const usersForm: TableForm = { ...userTable, untitled: ['user_name', 'user_email', 'user_phone'] };

/** A user of the list, fit to be created. */
export interface ListedUser {
  readonly row: number;
  readonly fields: NewUserFields & { readonly user_name: string };
}

/** What is wrong in a list, and where. */
export interface UserFault {
  readonly row: number;
  /** Undefined: the row as a whole. */
  readonly field: NewUserField | undefined;
  readonly kind: NewUserFault | 'tooLong' | 'twice' | 'exists';
  /** What stands there; a password is not shown. */
  readonly value: string;
  /** The number of columns, or the row that it does not go together with. */
  readonly other: string;
}

export interface CheckedUsers {
  readonly rows: readonly ListedUser[];
  /** Rows of users who exist, which are left out. */
  readonly skipped: number;
  /** In the order of the rows; with any, none may be created. */
  readonly faults: readonly UserFault[];
  /** Titles of the columns that nobody imports. */
  readonly unread: readonly string[];
}

/**
 * Finds all that CreateDesktopUser would refuse in a list, row by row.
 * @param known names of users who exist, in lower case
 * @param skipsKnown leave the rows of those out, whatever is in them
 */
export function checkUsers(table: Table, known: ReadonlySet<string>, skipsKnown: boolean): CheckedUsers {
  const faults: UserFault[] = table.tooLong.map((row) => ({
    row,
    field: undefined,
    kind: 'tooLong',
    value: '',
    other: String(table.columnCount),
  }));
  const nameFaultOf = createNameCheck(known);
  const rows: ListedUser[] = [];
  for (const { row, fields } of table.rows) {
    const name = fields['user_name'] ?? '';
    if (skipsKnown && known.has(name.toLowerCase())) continue;
    const say = (field: NewUserField, kind: UserFault['kind'], other = ''): void => {
      const value = field === 'password' ? '' : (fields[field] ?? '');
      faults.push({ row, field, kind, value, other });
    };
    for (const { field, kind } of findNewUserFaults(fields)) say(field, kind);
    const fault = nameFaultOf(row, name);
    if (fault?.kind === 'twice') say('user_name', 'twice', String(fault.first));
    else if (fault?.kind === 'exists') say('user_name', 'exists');
    rows.push({ row, fields: { ...fields, user_name: name } });
  }
  return {
    rows,
    skipped: table.rows.length - rows.length,
    faults: faults.toSorted((one, other) => one.row - other.row),
    unread: table.unread ?? [],
  };
}
