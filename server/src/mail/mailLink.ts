/**
 * Where the reader of a mail is to go. It is found anew for each attempt and is in the mail alone: no table, answer or log line has it,
 * since it may hold a token.
 */
export type MailLink =
  /** The service does not know its own address, or the mail needs none. */
  | { readonly kind: 'none' }
  | { readonly kind: 'sign-in'; readonly url: string }
  /** Lets whoever opens it choose the user's password, for a day. */
  | { readonly kind: 'choose-password'; readonly url: string }
  /** What the mail says is no longer true. */
  | { readonly kind: 'withdrawn'; readonly reason: string };

export const noLink: MailLink = { kind: 'none' };
