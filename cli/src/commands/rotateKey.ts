import { textAt } from '../api/json.js';
import { exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';

/** `deskplane receipt rotate-key`: says what it means, asks, and has the log signed by a new key. */
export async function rotateKey(session: Session, options: { yes: boolean }): Promise<void> {
  const { terminal, api } = session;
  const words = terminal.messages.receipt.rotation;
  const mayAsk = terminal.interactive && !options.yes;
  if (!mayAsk && !options.yes) throw new Failure(exitCodes.usage, words.needsYes);
  if (mayAsk) {
    terminal.note(words.warning);
    if ((await terminal.ask(words.question)).trim() !== 'yes')
      throw new Failure(exitCodes.failed, words.declined);
  }
  const { body } = await api.post('/log/keys', {});
  if (session.json) sayJson(session, body);
  else terminal.say(words.done(textAt(body, 'kid'), textAt(body, 'retired_kid')));
}
