import type { OutboxMail } from './composeMail.js';

/** Why a mail will never be taken: the server refuses it for good, or cannot be told its address at all. */
export type RefusalCause = 'refused' | 'unsendable';

/**
 * What came of one attempt. `refused`: no server will take this mail for this recipient, so asking again is of no use.
 * `failed`: anything else, which may pass. The reason is for operators and holds no secret.
 */
export type SendOutcome =
  | { readonly result: 'sent'; readonly note: string }
  /** There is no mail server, and the mail is a file now. Nobody has got it. */
  | { readonly result: 'kept'; readonly note: string }
  | {
      readonly result: 'refused';
      readonly cause: RefusalCause;
      readonly reason: string;
      /** The server's reply code and enhanced status, `550 5.1.1`; undefined when it was not asked. */
      readonly status: string | undefined;
    }
  | { readonly result: 'failed'; readonly reason: string; readonly status?: string | undefined };

/** A way for mails to leave the outbox. */
export interface MailSender {
  /** How many mails it can usefully send at once. */
  readonly capacity: number;
  /** Mails become files, and nobody gets them. */
  readonly keepsMails: boolean;
  /**
   * Tries once, and gives up after less than a minute, or after `withinMs` milliseconds if that is sooner. Does not throw for
   * anything that a later attempt could cure.
   */
  send(mail: OutboxMail, withinMs?: number): Promise<SendOutcome>;
  /** Closes connections; what is being sent is finished first. */
  close(): void;
}
