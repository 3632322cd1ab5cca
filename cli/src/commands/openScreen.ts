import { spawn } from 'node:child_process';
import { printable } from '@deskplane/verify/text/printable.js';
import { textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { describeStatus } from '../desktops/describeDesktop.js';
import { findDesktop, wordFor } from '../desktops/findDesktops.js';
import { exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';

/** What opens addresses on systems with a desktop of their own. */
const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';

/** A state that does not allow what was asked for. */
const wrongState = 'WKS.00010032';

/**
 * `deskplane desktop open`: prints the address of a desktop's screen and opens it where there is a browser to open it in.
 * @param canOpen whether whoever calls sits before a graphical session
 */
export async function openScreen(session: Session, word: string, canOpen: boolean): Promise<void> {
  const { id } = await findDesktop(session, word);
  const { body } = await session.api.get(`/desktops/${id}/remote-consoles`).catch(async (error: unknown) => {
    if (!(error instanceof Refusal) || error.facts['error_code'] !== wrongState) throw error;
    throw (await explainDarkScreen(session, id, error)) ?? error;
  });
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

/** In what state a desktop without a screen is, and what gives it one. Undefined when it is not for its state. */
async function explainDarkScreen(
  session: Session,
  id: string,
  { facts }: Refusal,
): Promise<Failure | undefined> {
  const desktop = await findDesktop(session, id);
  const { messages } = session.terminal;
  const status = textAt(desktop.detail, 'status');
  const busy = textAt(desktop.detail, 'task_status') !== '';
  if (status === 'ACTIVE' && !busy) return undefined;
  const state = describeStatus(desktop.detail, messages);
  const name = printable(desktop.name);
  const { noScreen, noScreenYet } = messages.power;
  const verb = status === 'SHUTOFF' ? 'start' : status === 'HIBERNATED' ? 'wake' : undefined;
  const text =
    busy || verb === undefined ? noScreenYet(name, state) : noScreen(name, state, verb, wordFor(desktop));
  return new Failure(exitCodes.failed, text, facts);
}

/** That there is no browser after all is no failure: the address is printed. */
function openInBrowser(address: string): void {
  const browser = spawn(opener, [address], { stdio: 'ignore', detached: true });
  browser.on('error', () => undefined);
  browser.unref();
}
