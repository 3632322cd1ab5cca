import { printable } from '@deskplane/verify/text/printable.js';
import { exitCodes, Failure } from '../failure.js';
import { findDesktopUserId } from '../permissions/findDesktopUser.js';
import { type Session, sayJson } from '../session.js';
import { readUserState } from '../users/readUserState.js';

/** What is undefined stays as it is. */
export interface UserChanges {
  readonly email: string | undefined;
  readonly phone: string | undefined;
  readonly description: string | undefined;
  /** A time, or `never`. */
  readonly expires: string | undefined;
}

/** `deskplane user edit`. */
export async function editUser(session: Session, name: string, changes: UserChanges): Promise<void> {
  const words = session.terminal.messages.editUser;
  const { email, phone, description, expires } = changes;
  const body = {
    ...(email === undefined ? {} : { user_email: email }),
    ...(phone === undefined ? {} : { user_phone: phone }),
    ...(description === undefined ? {} : { description }),
    ...(expires === undefined ? {} : { account_expires: expires === 'never' ? '0' : expires }),
  };
  if (Object.keys(body).length === 0) throw new Failure(exitCodes.usage, words.nothing);
  const id = await findDesktopUserId(session, name);
  await session.api.put(`/users/${id}`, body);
  say(session, id, words.edited(printable(name)));
}

/** `deskplane user disable` and `enable`. */
export async function disableUser(session: Session, name: string, disabled: boolean): Promise<void> {
  const words = session.terminal.messages.editUser;
  const shown = printable(name);
  const id = await findDesktopUserId(session, name);
  await session.api.put(`/users/${id}`, { disabled });
  if (disabled) return say(session, id, words.disabled(shown));
  const isLocked = (await readUserState(session, id))?.locked === true;
  say(session, id, isLocked ? words.stillLocked(shown, shown) : words.enabled(shown));
}

function say(session: Session, id: string, text: string): void {
  if (session.json) sayJson(session, { id });
  else session.terminal.say(text);
}
