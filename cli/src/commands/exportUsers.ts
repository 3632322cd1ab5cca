import { textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { type Session, sayJson } from '../session.js';
import { findGroup } from '../users/groups.js';
import { writeOwnFile } from './writeOwnFile.js';

export interface ExportUsersOptions {
  /** A part of the names. */
  readonly name: string | undefined;
  /** Name or id. */
  readonly group: string | undefined;
  readonly output: string | undefined;
}

/** `deskplane user export`. The service keeps nothing of it afterwards. */
export async function exportUsers(
  session: Session,
  { name, group, output }: ExportUsersOptions,
): Promise<void> {
  const task = await startExport(session, name, group);
  try {
    await hand(
      session,
      output,
      await session.api.getText(pathOf(session, 2, `export-tasks/${task}/download`)),
    );
  } finally {
    await forget(session, task);
  }
}

/** Who may export need not be one who may delete exports: then it ends by itself. */
async function forget({ api }: Session, task: string): Promise<void> {
  try {
    await api.post('/export-tasks/batch-delete', { task_ids: [task] });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

async function startExport(
  session: Session,
  name: string | undefined,
  group: string | undefined,
): Promise<string> {
  const { api } = session;
  const narrowed = name === undefined ? {} : { user_name: name };
  if (group === undefined) {
    const { body } = await api.postService(pathOf(session, 3, 'users/export'), narrowed);
    return textAt(body, 'task_id');
  }
  const { id } = await findGroup(session, group);
  const { body } = await api.getService(pathOf(session, 3, `groups/${id}/users/export`), narrowed);
  return textAt(body, 'task_id');
}

/** `deskplane group export`. */
export async function exportGroups(session: Session, output: string | undefined): Promise<void> {
  await hand(session, output, await session.api.getText(pathOf(session, 2, 'groups/export')));
}

/** `deskplane user template`. */
export async function writeUserTemplate(
  session: Session,
  { withPassword, output }: { readonly withPassword: boolean; readonly output: string | undefined },
): Promise<void> {
  const query = withPassword ? { active_type: 'ADMIN_ACTIVATE' } : {};
  await hand(
    session,
    output,
    await session.api.getText(pathOf(session, 2, 'users/template/download'), query),
  );
}

const pathOf = ({ credentials }: Session, version: 2 | 3, rest: string): string =>
  `/v${version}/${credentials.project_id}/${rest}`;

/** For its owner alone: it is about people. A file that is there is not overwritten. */
async function hand(session: Session, output: string | undefined, text: string): Promise<void> {
  const { terminal } = session;
  // Reading an answer as text takes away the mark by which spreadsheets know UTF-8.
  const content = `\uFEFF${text}`;
  if (output === undefined) {
    if (session.json) sayJson(session, { csv: text });
    else terminal.print(content.replace(/\n$/, ''));
    return;
  }
  const words = terminal.messages.user.export;
  await writeOwnFile(output, content, terminal.messages);
  if (session.json) sayJson(session, { file: output });
  else terminal.note(words.written(output));
}
