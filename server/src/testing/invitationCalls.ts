import assert from 'node:assert/strict';
import type { MailServer, ReceivedMail } from './mailServer.js';
import { waitUntil } from './waitUntil.js';

/** Where the test's service is said to be reached. The tests themselves call it where it listens. */
export const publicUrl = 'https://desk.example.com';

/** The mails to somebody, once there are so many, the oldest first. */
export async function mailsTo(
  { received }: Pick<MailServer, 'received'>,
  address: string,
  count = 1,
): Promise<ReceivedMail[]> {
  const of = (): ReceivedMail[] => received.filter(({ recipients }) => recipients.includes(address));
  await waitUntil(async () => of().length >= count, `${count} mails to ${address}`);
  return of();
}

/** The address in a mail that lets its reader choose a password, and the token in it. Both forms of the mail have the same. */
export function invitationIn({ email }: ReceivedMail): { readonly url: URL; readonly token: string } {
  const link = /https:\S+\/desk\/invitation\?\S+/.exec(email.text ?? '')?.[0];
  assert.ok(link !== undefined, `no invitation in: ${email.text}`);
  assert.ok((email.html ?? '').includes(`<a href="${link}">`), 'the page of the mail has the same link');
  const url = new URL(link);
  const token = url.hash.slice(1);
  assert.match(token, /^[\w-]{43}$/);
  return { url, token };
}
