import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { maxTableBytes, shortened, type Table, type TableRow } from '@deskplane/server/tables/readTable.js';
import { nextBatch, userAtFault } from '@deskplane/server/users/newUserBatches.js';
import { createNameCheck, newUserBody } from '@deskplane/server/users/newUserFaults.js';
import { findFaults } from '@deskplane/server/users/newUserRules.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { describeFileFault, nameOfFile } from '@deskplane/verify/words/fileWords.js';
import { at, listAt, textAt } from '../api/json.js';
import { patiently } from '../api/patiently.js';
import { type ExitCode, exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';
import { formatTable } from '../text/table.js';
import { listAllUsers } from '../users/listAllUsers.js';
import { noteKeptMails } from '../users/readReach.js';
import { checkTableSize, readUserTable, type TableFault } from '../users/readUserTable.js';

export interface ImportUsersOptions {
  readonly file: string;
  /** Check and show, create nothing. */
  readonly dryRun: boolean;
  /** Leave out the rows of users who exist. */
  readonly skipExisting: boolean;
}

interface NewUser {
  readonly row: number;
  readonly body: Readonly<Record<string, string>> & { readonly user_name: string };
}

/** `deskplane user import`: creates nobody until every row is right. Ends with 1 when a row is not, or not all were created. */
export async function importUsers(session: Session, options: ImportUsersOptions): Promise<ExitCode> {
  const { terminal } = session;
  const words = terminal.messages.user.import;
  const table = readUserTable(await readLimited(options.file, session), terminal.messages);
  if (table.unread !== undefined)
    terminal.note(
      words.unread(table.unread.map((title) => printable(title)).join(terminal.messages.marks.list)),
    );
  const existing = new Set(
    (await listAllUsers(session.api)).map((user) => textAt(user, 'user_name').toLowerCase()),
  );
  const isThere = ({ fields }: TableRow): boolean => existing.has(fields['user_name']?.toLowerCase() ?? '');
  const left = options.skipExisting ? table.rows.filter((row) => !isThere(row)) : table.rows;
  const tooLong = table.tooLong.map((row) => ({
    row,
    column: '',
    reason: words.tooManyCells(table.columnCount),
  }));
  const faults = [...tooLong, ...findTableFaults(session, table, left, existing)].toSorted(
    (one, other) => one.row - other.row,
  );
  if (faults.length > 0) return sayFaults(session, faults);
  const users = left.map(({ row, fields }) => ({ row, body: newUserBody(fields) }));
  const skipped = table.rows.length - users.length;
  if (options.dryRun) {
    sayPreview(session, users, skipped);
    return exitCodes.done;
  }
  const created = await createAll(session, users);
  if (session.json) sayJson(session, { users: created, skipped });
  else {
    terminal.say(words.created(created.length, skipped));
    await sayInvited(session, created);
  }
  return exitCodes.done;
}

/** A file, or standard input (`-`), of which no more is read than a table can have. @throws {Failure} */
async function readLimited(file: string, { terminal: { messages } }: Session): Promise<Buffer> {
  const isInput = file === '-';
  try {
    const chunks: Uint8Array[] = [];
    let read = 0;
    for await (const chunk of isInput ? process.stdin : createReadStream(file, { end: maxTableBytes })) {
      chunks.push(chunk);
      read += chunk.length;
      if (read > maxTableBytes) break;
    }
    if (read > maxTableBytes)
      checkTableSize(isInput ? read : Math.max((await stat(file)).size, read), messages);
    return Buffer.concat(chunks);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const fault = describeFileFault(error, messages.verdicts.files);
    throw new Failure(
      exitCodes.notFound,
      messages.user.import.unreadable(nameOfFile(file, messages.verdicts.files), fault),
    );
  }
}

function findTableFaults(
  { terminal }: Session,
  { titles }: Table,
  rows: readonly TableRow[],
  existing: ReadonlySet<string>,
): TableFault[] {
  const words = terminal.messages.user.import;
  const nameFaultOf = createNameCheck(existing);
  return rows.flatMap(({ row, fields }) => {
    const column = titles['user_name'] ?? '';
    const name = fields['user_name'] ?? '';
    const fault = nameFaultOf(row, name);
    if (fault?.kind === 'noName') return [{ row, column, reason: words.noName }];
    const faults = findFaults(newUserBody(fields), terminal.language).map(({ field, reason }) => ({
      row,
      column: titles[field] ?? field,
      // The column stands before it already.
      reason: reason.startsWith(`${field} `) ? reason.slice(field.length + 1) : reason,
    }));
    if (fault?.kind === 'twice')
      faults.push({ row, column, reason: words.twice(shortened(name), fault.first) });
    else if (fault?.kind === 'exists') faults.push({ row, column, reason: words.exists(shortened(name)) });
    return faults;
  });
}

function sayFaults(session: Session, faults: readonly TableFault[]): ExitCode {
  const { terminal } = session;
  const words = terminal.messages.user.import;
  if (session.json) throw new Failure(exitCodes.failed, words.refused(faults.length), {}, { faults });
  const { row, column, reason } = words.titles;
  const lines = faults.map((fault) => [String(fault.row), shortened(fault.column), fault.reason]);
  terminal.say(formatTable([row, column, reason], lines, terminal.columns));
  throw new Failure(exitCodes.failed, words.refused(faults.length));
}

function sayPreview(session: Session, users: readonly NewUser[], skipped: number): void {
  const { terminal } = session;
  const { titles, import: words } = terminal.messages.user;
  const shown = users.map(({ row, body }) => {
    const { password: _, ...fields } = body;
    return { row, ...fields };
  });
  if (session.json) {
    sayJson(session, { users: shown, skipped });
    return;
  }
  const rows = users.map(({ row, body }) => [
    String(row),
    body.user_name,
    body['user_email'] ?? '',
    body['user_phone'] ?? '',
    body['description'] ?? '',
  ]);
  const header = [words.titles.row, titles.name, titles.email, titles.phone, titles.description];
  terminal.say(formatTable(header, rows, terminal.columns));
  terminal.note(words.preview(users.length, skipped));
}

interface CreatedUser {
  readonly row: number;
  readonly id: string;
  readonly user_name: string;
  readonly invited: boolean;
  readonly has_password: boolean;
}

/** Who gets a mail, and who cannot sign in yet. */
async function sayInvited(session: Session, created: readonly CreatedUser[]): Promise<void> {
  const { terminal } = session;
  const words = terminal.messages.user.import;
  const invited = created.filter((user) => user.invited).length;
  const left = created.filter((user) => !user.invited && !user.has_password).length;
  if (left > 0) terminal.note(words.notInvited(left));
  if (invited === 0) return;
  terminal.note(words.invited(invited));
  await noteKeptMails(session);
}

/** Call by call; where the service asks for patience, it gets it. @throws {Failure} telling how many were created */
async function createAll({ api, terminal }: Session, users: readonly NewUser[]): Promise<CreatedUser[]> {
  const words = terminal.messages.user.import;
  const created: CreatedUser[] = [];
  while (created.length < users.length) {
    const batch = nextBatch(users.slice(created.length), ({ body }) => body['password'] !== undefined);
    const wait = (seconds: number): void =>
      terminal.progress(words.patience(seconds, created.length, users.length));
    terminal.progress(words.progress(created.length, users.length));
    try {
      const bodies = { users: batch.map(({ body }) => body) };
      const answer = await patiently(() => api.post('/users/batch-create', bodies), wait);
      created.push(...presentCreated(batch, listAt(answer.body, 'users')));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      terminal.endProgress();
      const detail = textAt(error.facts, 'error_detail');
      const row = batch[userAtFault(detail) ?? 0]?.row ?? 0;
      const text = words.stopped(row, printable(error.message), created.length, users.length);
      throw new Failure(error.exitCode, text, error.facts, { users_created: created.length });
    }
  }
  terminal.endProgress();
  return created;
}

/** The service answers in the order of the call. */
function presentCreated(batch: readonly NewUser[], made: readonly unknown[]): CreatedUser[] {
  return batch.map(({ row, body }, index) => ({
    row,
    id: textAt(made[index], 'id'),
    user_name: body.user_name,
    invited: at(made[index], 'invited') === true,
    has_password: body['password'] !== undefined,
  }));
}
