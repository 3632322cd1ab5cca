import { nameDesktops, prefixOf } from '@deskplane/server/desktops/create/nameDesktops.js';
import type { Table, TableRow } from '@deskplane/server/tables/readTable.js';
import { isMailAddress } from '@deskplane/server/text/emailAddress.js';
import { userEmailLength, userPhoneLength, userPhonePattern } from '@deskplane/server/users/userFields.js';
import { isDesktopName, isUserName } from '../desktops/order';
import { type Field, type Group, isGroup } from './listForm';

/** A desktop user who is there: what an order may not contradict. */
export interface KnownUser {
  readonly user_name: string;
  readonly user_email: string;
  readonly user_phone: string;
}

/** What is there already. */
export interface Known {
  /** Lower case. */
  readonly desktopNames: ReadonlySet<string>;
  /** By name in lower case. */
  readonly users: ReadonlyMap<string, KnownUser>;
}

/** A desktop of the list, fit to be ordered. */
export interface ListedRow {
  readonly row: number;
  readonly computer_name: string;
  /** The name was made up. */
  readonly isNameMade: boolean;
  readonly user_name: string | undefined;
  /** The user is created with the desktop. */
  readonly isUserNew: boolean;
  readonly user_email: string | undefined;
  readonly user_phone: string | undefined;
  readonly user_group: Group | undefined;
}

export type FaultKind =
  | 'tooLong'
  | 'noName'
  | 'name'
  | 'nameTwice'
  | 'nameExists'
  | 'nameOfUser'
  | 'user'
  | 'email'
  | 'phone'
  | 'group'
  | 'noUser'
  | 'otherEmail'
  | 'otherPhone';

/** What is wrong in a list, and where. */
export interface ListFault {
  readonly row: number;
  /** Undefined: the row as a whole. */
  readonly field: Field | undefined;
  readonly kind: FaultKind;
  /** What stands there. */
  readonly value: string;
  /** The row, address or number that it does not go together with. */
  readonly other: string;
}

export interface CheckedList {
  readonly rows: readonly ListedRow[];
  /** In the order of the rows; with any, none may be created. */
  readonly faults: readonly ListFault[];
}

type Say = (field: Field | undefined, kind: FaultKind, value: string, other?: string) => void;

/** Finds all that CreateDesktop would refuse in a list, row by row, and chooses names where a row has none, as the service would. */
export function checkList(table: Table, known: Known): CheckedList {
  const faults: ListFault[] = table.tooLong.map((row) => ({
    row,
    field: undefined,
    kind: 'tooLong',
    value: '',
    other: String(table.columnCount),
  }));
  const listedUsers = new Set(table.rows.flatMap(({ fields }) => fields['user_name']?.toLowerCase() ?? []));
  const firstRows = new Map<string, number>();
  const users = new Map(known.users);
  for (const tableRow of table.rows) {
    const say: Say = (field, kind, value, other = '') =>
      faults.push({ row: tableRow.row, field, kind, value, other });
    checkForm(tableRow, say);
    checkName(tableRow, { known, listedUsers, firstRows }, say);
    checkContact(tableRow, users, say);
  }
  return {
    rows: nameRows(table.rows, known, listedUsers),
    faults: faults.toSorted((one, other) => one.row - other.row),
  };
}

const phonePattern = new RegExp(userPhonePattern);

/** Each cell for itself. */
function checkForm({ fields }: TableRow, say: Say): void {
  const {
    computer_name: name,
    user_name: user,
    user_email: email,
    user_phone: phone,
    user_group: group,
  } = fields;
  if (name !== undefined && !isDesktopName(name)) say('computer_name', 'name', name);
  if (name === undefined && user === undefined) say('computer_name', 'noName', '');
  if (user !== undefined && !isUserName(user)) say('user_name', 'user', user);
  if (email !== undefined && (email.length > userEmailLength || !isMailAddress(email)))
    say('user_email', 'email', email);
  if (phone !== undefined && (phone.length > userPhoneLength || !phonePattern.test(phone)))
    say('user_phone', 'phone', phone);
  if (group !== undefined && !isGroup(group.toLowerCase())) say('user_group', 'group', group);
  if (name !== undefined && user === undefined && (email ?? phone ?? group) !== undefined)
    say('user_name', 'noUser', '');
}

interface Names {
  readonly known: Known;
  readonly listedUsers: ReadonlySet<string>;
  /** Where each name comes first. */
  readonly firstRows: Map<string, number>;
}

/** Names are nobody else's: no other desktop's, and no user's. */
function checkName({ row, fields }: TableRow, { known, listedUsers, firstRows }: Names, say: Say): void {
  const name = fields['computer_name'];
  if (name === undefined) return;
  const key = name.toLowerCase();
  const first = firstRows.get(key);
  if (first === undefined) firstRows.set(key, row);
  else say('computer_name', 'nameTwice', name, String(first));
  if (known.desktopNames.has(key)) say('computer_name', 'nameExists', name);
  else if (known.users.has(key) || listedUsers.has(key)) say('computer_name', 'nameOfUser', name);
}

/** A user has one address and one number, here and in the service; only what is empty there may be filled in. */
function checkContact({ fields }: TableRow, users: Map<string, KnownUser>, say: Say): void {
  const { user_name: name, user_email: email = '', user_phone: phone = '' } = fields;
  if (name === undefined) return;
  const before = users.get(name.toLowerCase()) ?? { user_name: name, user_email: '', user_phone: '' };
  if (email !== '' && before.user_email !== '' && email.toLowerCase() !== before.user_email.toLowerCase())
    say('user_email', 'otherEmail', email, before.user_email);
  if (phone !== '' && before.user_phone !== '' && phone !== before.user_phone)
    say('user_phone', 'otherPhone', phone, before.user_phone);
  users.set(name.toLowerCase(), {
    ...before,
    user_email: before.user_email || email,
    user_phone: before.user_phone || phone,
  });
}

function nameRows(
  rows: readonly TableRow[],
  known: Known,
  listedUsers: ReadonlySet<string>,
): readonly ListedRow[] {
  const taken = new Set([...known.desktopNames, ...known.users.keys(), ...listedUsers]);
  const wishes = rows.map(({ fields }) => ({
    name: fields['computer_name'],
    prefix: prefixOf(fields['user_name'] ?? ''),
  }));
  const names = nameDesktops(wishes, taken);
  return rows.map(({ row, fields }, index) => {
    const group = fields['user_group']?.toLowerCase();
    return {
      row,
      computer_name: names[index] ?? '',
      isNameMade: fields['computer_name'] === undefined,
      user_name: fields['user_name'],
      isUserNew: fields['user_name'] !== undefined && !known.users.has(fields['user_name'].toLowerCase()),
      user_email: fields['user_email'],
      user_phone: fields['user_phone'],
      user_group: group !== undefined && isGroup(group) ? group : undefined,
    };
  });
}
