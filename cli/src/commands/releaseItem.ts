import { printable } from '@deskplane/verify/text/printable.js';
import { findDeletion } from '../desktops/findDeletion.js';
import { exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';

export interface ReleaseOptions {
  readonly reason: string;
  /** Do not ask. */
  readonly yes: boolean;
}

/** `deskplane deletion release`: says what it means, asks, and has the item released in the caller's name. */
export async function releaseItem(
  session: Session,
  word: string,
  itemId: string,
  options: ReleaseOptions,
): Promise<void> {
  const { terminal, api } = session;
  const words = terminal.messages.deletion;
  const mayAsk = terminal.interactive && !options.yes;
  if (!mayAsk && !options.yes) throw new Failure(exitCodes.usage, words.releaseNeedsYes);
  if (!/^[0-9a-f-]{36}$/i.test(itemId))
    throw new Failure(exitCodes.notFound, words.noItem(printable(itemId)));
  const desktopId = await findDeletion(session, word);
  const item = itemId.toLowerCase();
  if (mayAsk) {
    terminal.note(words.releaseWarning(item));
    if ((await terminal.ask(words.releaseQuestion)).trim() !== 'yes')
      throw new Failure(exitCodes.failed, words.releaseDeclined);
  }
  const { body } = await api.post(`/deletions/${desktopId}/items/${item}/release`, {
    reason: options.reason,
  });
  if (session.json) sayJson(session, body);
  else terminal.say(words.releaseDone(item));
}
