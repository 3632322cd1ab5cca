import { printable } from '@deskplane/verify/text/printable.js';
import { listAt, textAt } from '../api/json.js';
import { exitCodes, Failure } from '../failure.js';
import type { Session } from '../session.js';

/** The id of a desktop user; an id is taken as it is, also of one who is gone. @throws {Failure} `notFound` */
export async function findDesktopUserId({ api, terminal }: Session, word: string): Promise<string> {
  if (/^[0-9a-f]{32}$/.test(word)) return word;
  const { body } = await api.get('/users', { user_name: word });
  const found = listAt(body, 'users').find((user) => textAt(user, 'user_name') === word);
  if (found === undefined) {
    throw new Failure(exitCodes.notFound, terminal.messages.permissions.missingUser(printable(word)));
  }
  return textAt(found, 'id');
}
