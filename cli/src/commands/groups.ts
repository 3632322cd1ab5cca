import { printable } from '@deskplane/verify/text/printable.js';
import { listAt, numberAt, textAt } from '../api/json.js';
import { exitCodes, Failure } from '../failure.js';
import { findDesktopUserId } from '../permissions/findDesktopUser.js';
import { type Session, sayJson } from '../session.js';
import { formatTable } from '../text/table.js';
import { findGroup, listAllGroups } from '../users/groups.js';
import { confirm } from './confirm.js';

/** `deskplane group list`. */
export async function listGroups(session: Session): Promise<void> {
  const { terminal } = session;
  const groups = await listAllGroups(session.api);
  if (session.json) {
    sayJson(session, { total_count: groups.length, user_groups: groups });
    return;
  }
  const words = terminal.messages.group;
  if (groups.length === 0) {
    terminal.note(words.noGroups);
    return;
  }
  const { name, users, desktops, description, id } = words.titles;
  const rows = groups.map((group) => [
    textAt(group, 'name'),
    String(numberAt(group, 'user_quantity') ?? ''),
    String(numberAt(group, 'total_desktops') ?? ''),
    textAt(group, 'description'),
    textAt(group, 'id'),
  ]);
  terminal.say(formatTable([name, users, desktops, description, id], rows, terminal.columns));
}

/** `deskplane group show`: who is in it. */
export async function showGroup(session: Session, word: string): Promise<void> {
  const { api, terminal } = session;
  const { id, name } = await findGroup(session, word);
  // As many as a group may have.
  const { body } = await api.get(`/groups/${id}/users`, { limit: 10_000 });
  if (session.json) {
    sayJson(session, { id, name, users: listAt(body, 'users') });
    return;
  }
  const words = terminal.messages.group;
  const users = listAt(body, 'users');
  if (users.length === 0) {
    terminal.note(words.noUsers(printable(name)));
    return;
  }
  const rows = users.map((user) => [
    textAt(user, 'user_name'),
    textAt(user, 'user_email'),
    textAt(user, 'description'),
    textAt(user, 'id'),
  ]);
  const { user, email, description, id: idTitle } = words.titles;
  terminal.say(formatTable([user, email, description, idTitle], rows, terminal.columns));
}

/** `deskplane group create`. */
export async function createGroup(
  session: Session,
  name: string,
  description: string | undefined,
): Promise<void> {
  const { body } = await session.api.post('/groups', {
    group_name: name,
    platform_type: 'LOCAL',
    ...(description === undefined ? {} : { description }),
  });
  if (session.json) sayJson(session, body);
  else session.terminal.say(session.terminal.messages.group.created(printable(name), textAt(body, 'id')));
}

/** What is undefined stays as it is. */
export interface GroupChanges {
  readonly name: string | undefined;
  readonly description: string | undefined;
}

/** `deskplane group edit`. */
export async function editGroup(session: Session, word: string, changes: GroupChanges): Promise<void> {
  const words = session.terminal.messages.group;
  const { name, description } = changes;
  const body = {
    ...(name === undefined ? {} : { group_name: name }),
    ...(description === undefined ? {} : { description }),
  };
  if (Object.keys(body).length === 0) throw new Failure(exitCodes.usage, words.nothing);
  const group = await findGroup(session, word);
  await session.api.put(`/groups/${group.id}`, body);
  if (session.json) sayJson(session, { id: group.id });
  else session.terminal.say(words.edited(printable(name ?? group.name)));
}

/** As many users as one call takes. */
const usersOfCall = 50;

/** `deskplane group add` and `remove`. */
export async function changeMembers(
  session: Session,
  word: string,
  named: readonly string[],
  operation: 'ADD' | 'DELETE',
): Promise<void> {
  const { api, terminal } = session;
  const words = terminal.messages.group;
  const { id, name } = await findGroup(session, word);
  const ids: string[] = [];
  for (const each of new Set(named)) ids.push(await findDesktopUserId(session, each));
  for (let start = 0; start < ids.length; start += usersOfCall)
    await api.post(`/groups/${id}/actions`, {
      op_type: operation,
      user_ids: ids.slice(start, start + usersOfCall),
    });
  const users = printable([...new Set(named)].join(terminal.messages.marks.list));
  if (session.json) sayJson(session, { id, user_ids: ids });
  else
    terminal.say(
      operation === 'ADD' ? words.added(users, printable(name)) : words.removed(users, printable(name)),
    );
}

/** `deskplane group delete`: all of them or, if one cannot go, none. */
export async function deleteGroups(session: Session, named: readonly string[], yes: boolean): Promise<void> {
  const { api, terminal } = session;
  const words = terminal.messages.group.delete;
  const groups = new Map<string, string>();
  for (const word of named) {
    const { id, name } = await findGroup(session, word);
    groups.set(id, name);
  }
  const names = [...groups.values()].map((name) => printable(name)).join(terminal.messages.marks.list);
  await confirm(terminal, { ...words, warning: words.warning(names) }, yes);
  const ids = [...groups.keys()];
  await api.post('/groups/batch-delete', { group_ids: ids });
  if (session.json) sayJson(session, { deleted: ids });
  else terminal.say(words.done(names));
}
