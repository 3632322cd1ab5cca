import { printable } from '@deskplane/verify/text/printable.js';
import { findDesktop } from '../desktops/findDesktops.js';
import { type Session, sayJson } from '../session.js';

/** `deskplane desktop rename`. */
export async function renameDesktop(session: Session, word: string, name: string): Promise<void> {
  const { api, terminal } = session;
  const desktop = await findDesktop(session, word);
  await api.put(`/desktops/${desktop.id}`, { desktop: { computer_name: name } });
  if (session.json) sayJson(session, { desktop_id: desktop.id, computer_name: name });
  else terminal.say(terminal.messages.renamed(printable(desktop.name), name));
}
