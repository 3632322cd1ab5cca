import { textAt } from '../api/json.js';
import { type Session, sayJson } from '../session.js';
import { confirm } from './confirm.js';

/** `deskplane receipt rotate-key`: says what it means, asks, and has the log signed by a new key. */
export async function rotateKey(session: Session, options: { yes: boolean }): Promise<void> {
  const { terminal, api } = session;
  const words = terminal.messages.receipt.rotation;
  await confirm(terminal, words, options.yes);
  const { body } = await api.post('/log/keys', {});
  if (session.json) sayJson(session, body);
  else terminal.say(words.done(textAt(body, 'kid'), textAt(body, 'retired_kid')));
}
