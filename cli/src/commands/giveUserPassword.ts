import { printable } from '@deskplane/verify/text/printable.js';
import { at, textAt } from '../api/json.js';
import { findDesktopUserId } from '../permissions/findDesktopUser.js';
import { type Session, sayJson } from '../session.js';

/**
 * `deskplane user password`: a random password, shown once. Who was to choose it by mail is given one from now on; with `byMail` he is
 * mailed the link instead, and nobody else learns a password.
 */
export async function giveUserPassword(session: Session, name: string, byMail: boolean): Promise<void> {
  const { api, terminal } = session;
  const words = terminal.messages.user.password;
  const id = await findDesktopUserId(session, name);
  const path = `/users/${id}/random-password`;
  if (byMail) {
    await api.get(path, { notification_type: 'email' });
    if (session.json) sayJson(session, { id });
    else terminal.say(terminal.messages.user.invite.invited(printable(name)));
    return;
  }
  const { body: shown } = await api.get(`/users/${id}`);
  const chose = at(at(shown, 'user_detail'), 'active_type') === 'USER_ACTIVATE';
  if (chose) await api.put(`/users/${id}`, { active_type: 'ADMIN_ACTIVATE' });
  const password = textAt((await api.get(path)).body, 'password');
  if (session.json) return sayJson(session, { id, password });
  if (chose) terminal.note(words.given(printable(name)));
  terminal.say(words.done(printable(name)));
  terminal.say(terminal.messages.admin.passwordOnce(password));
}
