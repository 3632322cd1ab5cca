import { printable } from '@deskplane/verify/text/printable.js';
import { findDesktopsByWords } from '../desktops/findDesktops.js';
import { type Session, sayJson } from '../session.js';

/** `deskplane desktop protect` and `unprotect`. */
export async function protectDesktops(
  session: Session,
  words: readonly string[],
  isProtected: boolean,
): Promise<void> {
  const { terminal, api } = session;
  const text = terminal.messages.deletion;
  const desktops = await findDesktopsByWords(session, words);
  for (const { id, name } of desktops) {
    await api.put(`/desktops/${id}`, { desktop: { deletion_protection: isProtected } });
    if (!session.json)
      terminal.say(isProtected ? text.protected(printable(name)) : text.unprotected(printable(name)));
  }
  if (session.json)
    sayJson(session, {
      desktops: desktops.map(({ id }) => ({ desktop_id: id, deletion_protection: isProtected })),
    });
}
