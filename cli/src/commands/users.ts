import { printable } from '@deskplane/verify/text/printable.js';
import { at, numberAt, textAt } from '../api/json.js';
import { findDesktopUserId } from '../permissions/findDesktopUser.js';
import { type Session, sayJson } from '../session.js';
import { formatTable } from '../text/table.js';
import { listAllUsers } from '../users/listAllUsers.js';
import { noteKeptMails } from '../users/readReach.js';
import { confirm } from './confirm.js';
import { readPasswordInput } from './passwordInput.js';

/** `deskplane user list`. */
export async function listUsers(session: Session): Promise<void> {
  const { terminal } = session;
  const users = await listAllUsers(session.api);
  if (session.json) {
    sayJson(session, { total_count: users.length, users });
    return;
  }
  const words = terminal.messages.user;
  if (users.length === 0) {
    terminal.note(words.noUsers);
    return;
  }
  const { name, email, phone, desktops, state, id } = words.titles;
  const rows = users.map((user) => [
    textAt(user, 'user_name'),
    textAt(user, 'user_email'),
    textAt(user, 'user_phone'),
    String(numberAt(user, 'total_desktops') ?? ''),
    stateOf(user, words.states),
    textAt(user, 'id'),
  ]);
  terminal.say(formatTable([name, email, phone, desktops, state, id], rows, terminal.columns));
}

type States = Session['terminal']['messages']['user']['states'];

function stateOf(user: unknown, states: States): string {
  if (at(user, 'disabled') === true) return states.disabled;
  if (at(user, 'locked') === true) return states.locked;
  if (at(user, 'account_expired') === true) return states.expired;
  const words: Readonly<Record<string, string>> = {
    invited: states.invited,
    kept: states.kept,
    expired: states.lapsed,
    undeliverable: states.undeliverable,
    none: states.none,
  };
  return words[textAt(user, 'password_state')] ?? states.active;
}

export interface NewUserOptions {
  readonly name: string;
  readonly email: string | undefined;
  readonly phone: string | undefined;
  readonly description: string | undefined;
  readonly expires: string | undefined;
  /** Read a password from standard input; the user is active with it at once. */
  readonly stdin: boolean;
}

/** `deskplane user create`. */
export async function createUser(session: Session, options: NewUserOptions): Promise<void> {
  const { api, terminal } = session;
  const { name, email, phone, description, expires } = options;
  const password = options.stdin ? await readPasswordInput(terminal) : undefined;
  const { body } = await api.post('/users', {
    user_name: name,
    ...(email === undefined ? {} : { user_email: email }),
    ...(phone === undefined ? {} : { user_phone: phone }),
    ...(description === undefined ? {} : { description }),
    ...(expires === undefined ? {} : { account_expires: expires }),
    ...(password === undefined
      ? { active_type: 'USER_ACTIVATE' }
      : { active_type: 'ADMIN_ACTIVATE', password }),
  });
  if (session.json) {
    sayJson(session, body);
    return;
  }
  const words = terminal.messages.user;
  terminal.say(words.created(printable(name), textAt(body, 'id')));
  if (password !== undefined) return;
  if (at(body, 'invited') !== true) terminal.note(words.notInvited(printable(name)));
  else {
    terminal.note(words.invitedTo(printable(email ?? '')));
    await noteKeptMails(session);
  }
}

/** `deskplane user delete`: all of them or, if one cannot go, none. */
export async function deleteUsers(session: Session, named: readonly string[], yes: boolean): Promise<void> {
  const { api, terminal } = session;
  const words = terminal.messages.user.delete;
  const ids = new Map<string, string>();
  for (const word of named) ids.set(await findDesktopUserId(session, word), word);
  const names = [...ids.values()].map((word) => printable(word)).join(terminal.messages.marks.list);
  await confirm(terminal, { ...words, warning: words.warning(names) }, yes);
  const userIds = [...ids.keys()];
  await api.post('/users/batch-delete', { user_ids: userIds });
  if (session.json) sayJson(session, { deleted: userIds });
  else terminal.say(words.done(names));
}
