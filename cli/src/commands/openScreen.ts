import { spawn } from 'node:child_process';
import { textAt } from '../api/json.js';
import { findDesktop } from '../desktops/findDesktops.js';
import { type Session, sayJson } from '../session.js';

/** What opens addresses on systems with a desktop of their own. */
const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';

/**
 * `deskplane desktop open`: prints the address of a desktop's screen and opens it where there is a browser to open it in.
 * @param canOpen whether whoever calls sits before a graphical session
 */
export async function openScreen(session: Session, word: string, canOpen: boolean): Promise<void> {
  const { id } = await findDesktop(session, word);
  const { body } = await session.api.get(`/desktops/${id}/remote-consoles`);
  if (session.json) {
    sayJson(session, body);
    return;
  }
  const { terminal } = session;
  const address = textAt(body, 'url');
  terminal.print(address);
  terminal.say(terminal.messages.screenOnce);
  if (canOpen) openInBrowser(address);
}

/** That there is no browser after all is no failure: the address is printed. */
function openInBrowser(address: string): void {
  const browser = spawn(opener, [address], { stdio: 'ignore', detached: true });
  browser.on('error', () => undefined);
  browser.unref();
}
