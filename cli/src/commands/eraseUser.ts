import { printable } from '@deskplane/verify/text/printable.js';
import { numberAt, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';
import { confirm } from './confirm.js';

/** An ID as the service makes them; users may not be called so by chance. */
const userId = /^[0-9a-f]{32}$/;

/** `deskplane user erase`: says what it means, asks, and has a deleted desktop user forgotten. */
export async function eraseUser(session: Session, user: string, options: { yes: boolean }): Promise<void> {
  const { terminal, api } = session;
  const words = terminal.messages.user;
  await confirm(terminal, { ...words, warning: words.warning(printable(user)) }, options.yes);
  const who = userId.test(user) ? { user_id: user } : { user_name: user };
  const { body } = await api.post('/erasures', who).catch((error: unknown) => {
    if (!(error instanceof Refusal) || error.status !== 404) throw error;
    throw new Failure(exitCodes.notFound, words.unknown(printable(user)));
  });
  if (session.json) {
    sayJson(session, body);
    return;
  }
  const id = textAt(body, 'user_id');
  terminal.say(numberAt(body, 'erased') === 0 ? words.nothingLeft(id) : words.done(id));
}
