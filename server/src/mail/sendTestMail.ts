import { type Ambient, newHexId } from '../ambient.js';
import type { Language } from '../errors/errors.js';
import type { MailSender } from './sender.js';
import { testMailTemplate } from './testMail.js';

/** How long the caller waits for the mail server's answer to a test mail, in milliseconds. */
const testWithinMs = 20_000;

/**
 * Sends a mail that nothing depends on. It is not queued, nor tried again.
 * @returns what the mail server says, and the mail's id
 */
export async function sendTestMail(
  { ambient, sender }: { readonly ambient: Ambient; readonly sender: MailSender },
  recipient: string,
  language: Language,
) {
  const id = newHexId(ambient);
  const outcome = await sender.send(
    { id, template: testMailTemplate, language, recipient, facts: {}, queuedAt: ambient.now() },
    testWithinMs,
  );
  const answer = 'note' in outcome ? outcome.note : outcome.reason;
  return { id, result: outcome.result, answer };
}
