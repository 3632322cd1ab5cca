import type { OutboxMail } from './composeMail.js';

/**
 * What came of one attempt. `refused`: the server will not take this mail for this recipient, so asking again soon is of
 * no use. `failed`: anything else. The reason is for operators and holds no secret.
 */
export type SendOutcome =
  | { readonly result: 'sent'; readonly note: string }
  | { readonly result: 'refused' | 'failed'; readonly reason: string };

/** A way for mails to leave the outbox. */
export interface MailSender {
  /** How many mails it can usefully send at once. */
  readonly capacity: number;
  /** Tries once, and gives up after less than a minute. Does not throw for anything that a later attempt could cure. */
  send(mail: OutboxMail): Promise<SendOutcome>;
  /** Closes connections; what is being sent is finished first. */
  close(): void;
}
