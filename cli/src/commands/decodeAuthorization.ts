import { text as readAll } from 'node:stream/consumers';
import { formatTime } from '@deskplane/verify/text/formatTime.js';
import { textAt } from '../api/json.js';
import { type Session, sayJson } from '../session.js';
import { confirm } from './confirm.js';

/** `deskplane authorization decode`: prints what an encrypted refusal says, as JSON. @param word `-`: standard input */
export async function decodeAuthorizationMessage(session: Session, word: string): Promise<void> {
  const message = word === '-' ? (await readAll(process.stdin)).trim() : word;
  const { body } = await session.api.postService('/v5/decode-authorization-message', {
    encoded_message: message,
  });
  sayJson(session, JSON.parse(textAt(body, 'decoded_message')));
}

/** `deskplane authorization rotate-key`: says what it means, asks, and has refusals encrypted with a new key. */
export async function rotateAuthorizationMessageKey(
  session: Session,
  options: { yes: boolean },
): Promise<void> {
  await confirm(session.terminal, session.terminal.messages.permissions.rotation, options.yes);
  const { body } = await session.api.post('/authorization-message-keys', {});
  if (session.json) sayJson(session, body);
  else session.terminal.say(session.terminal.messages.permissions.rotated(timeIn(body)));
}

const timeIn = (body: unknown): string =>
  formatTime(textAt(body, 'older_expire_at')) || textAt(body, 'older_expire_at');
