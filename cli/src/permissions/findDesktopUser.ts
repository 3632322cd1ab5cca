import { printable } from '@deskplane/verify/text/printable.js';
import type { Api } from '../api/connectApi.js';
import { listAt, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { exitCodes, Failure } from '../failure.js';
import type { Session } from '../session.js';

/** The id of a desktop user; an id is taken as it is, also of one who is gone. @throws {Failure} `notFound` */
export async function findDesktopUserId({ api, terminal }: Session, word: string): Promise<string> {
  if (/^[0-9a-f]{32}$/.test(word)) return word;
  const found = await findByName(api, word);
  if (found === undefined) {
    throw new Failure(exitCodes.notFound, terminal.messages.permissions.missingUser(printable(word)));
  }
  return textAt(found, 'id');
}

/** Whether a desktop user has this name, as far as these credentials may see. */
export async function isDesktopUser({ api }: Session, name: string): Promise<boolean> {
  try {
    return (await findByName(api, name)) !== undefined;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

async function findByName(api: Api, name: string): Promise<unknown> {
  const { body } = await api.get('/users', { user_name: name });
  return listAt(body, 'users').find((user) => textAt(user, 'user_name') === name);
}
