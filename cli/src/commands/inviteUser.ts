import { printable } from '@deskplane/verify/text/printable.js';
import { at, textAt } from '../api/json.js';
import { exitCodes, Failure } from '../failure.js';
import { findDesktopUserId, isDesktopUser } from '../permissions/findDesktopUser.js';
import { type Session, sayJson } from '../session.js';
import { noteKeptMails } from '../users/readReach.js';
import { readUserState } from '../users/readUserState.js';

export interface InviteOptions {
  /** Of a user who is to be created. */
  readonly email: string | undefined;
  /** Takes the password of a user who has one away. */
  readonly reset: boolean;
}

/** `deskplane user invite`: mails somebody the link by which he chooses his password; creates him first where an address is given. */
export async function inviteUser(session: Session, name: string, options: InviteOptions): Promise<void> {
  const { api, terminal } = session;
  const words = terminal.messages.user.invite;
  const { email, reset } = options;
  if (email !== undefined && (await isDesktopUser(session, name)))
    throw new Failure(exitCodes.failed, words.exists(printable(name)));
  if (email !== undefined) {
    const body = { user_name: name, user_email: email, active_type: 'USER_ACTIVATE' };
    const made = (await api.post('/users', body)).body;
    if (at(made, 'invited') !== true) throw new Failure(exitCodes.failed, words.notInvited(printable(name)));
    say(session, textAt(made, 'id'), words.created(printable(name), printable(email)));
    await noteKeptMails(session);
    return;
  }
  const id = await findDesktopUserId(session, name);
  if (reset) await api.post(`/users/${id}/actions`, { op_type: 'RESET_PWD' });
  else await api.post(`/users/${id}/resend-email`, {});
  say(session, id, words.invited(printable(name)));
  await noteKeptMails(session);
}

/** `deskplane user lock` and `unlock`. */
export async function lockUser(session: Session, name: string, operation: 'LOCK' | 'UNLOCK'): Promise<void> {
  const words = session.terminal.messages.user.lock;
  const id = await findDesktopUserId(session, name);
  await session.api.post(`/users/${id}/actions`, { op_type: operation });
  if (operation === 'LOCK') return say(session, id, words.locked(printable(name)));
  const isDisabled = (await readUserState(session, id))?.disabled === true;
  const { stillDisabled } = session.terminal.messages.editUser;
  say(
    session,
    id,
    isDisabled ? stillDisabled(printable(name), printable(name)) : words.unlocked(printable(name)),
  );
}

function say(session: Session, id: string, text: string): void {
  if (session.json) sayJson(session, { id });
  else session.terminal.say(text);
}
