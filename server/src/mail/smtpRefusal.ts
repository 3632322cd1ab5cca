/** What a server answered to one command of a session, as far as it is known. */
export interface SmtpFailure {
  /** The command that failed: `MAIL FROM`, `RCPT TO`, `DATA`; others are of the session. */
  readonly command: string | undefined;
  /** The server's reply, as it came. */
  readonly response: string | undefined;
}

/** The reply code (RFC 5321 §4.2) and, where the server gives one, the enhanced status (RFC 3463): `550`, `550 5.1.1`. */
export function statusOf(response: string | undefined): string | undefined {
  const [, basic, enhanced] =
    /^(\d{3})(?:[ -]([245]\.\d{1,3}\.\d{1,3})(?![\d.]))?/.exec(response ?? '') ?? [];
  return enhanced === undefined ? basic : `${basic} ${enhanced}`;
}

/** Replies to `RCPT TO` and `DATA` that speak of the address or the mail: RFC 5321 §4.2.3, RFC 7504 (556). */
const ofTheMail: ReadonlySet<string> = new Set(['501', '550', '551', '552', '553', '554', '555', '556']);
/** Replies that speak of the session whatever the enhanced status is: the host takes no mail, or wants a log-in first. */
const ofTheSession: ReadonlySet<string> = new Set(['521', '530', '534', '535', '538']);
/** The subjects of RFC 3463 §3 that speak of the address (1), its mailbox (2), the way there (4) and the content (6). */
const subjectsOfTheMail: ReadonlySet<string> = new Set(['1', '2', '4', '6']);
/** Of the sender's address, which is ours; and a message that is too large, the one detail of subject 3 that is the mail's. */
const exceptions: ReadonlyMap<string, boolean> = new Map([
  ['5.1.7', false],
  ['5.1.8', false],
  ['5.3.4', true],
]);
/** How servers without enhanced status say that they do not know us. */
const wordsOfTheSession = /\b(?:relay|authenticat|log[- ]?in)/i;

/**
 * Whether a server refuses this one mail for good, so that asking again is of no use. Not so what it would say to any mail: at
 * the greeting, at the log-in, of our sender's address, or by policy (status 5.7: relaying denied, a blocked network). A server
 * or a setting that is wrong must not end all mails at once.
 */
export function isFinalRefusal({ command, response }: SmtpFailure): boolean {
  if (command !== 'RCPT TO' && command !== 'DATA') return false;
  const [basic = '', enhanced] = statusOf(response)?.split(' ') ?? [];
  if (!basic.startsWith('5') || ofTheSession.has(basic)) return false;
  const [, subject = '0'] = enhanced?.split('.') ?? [];
  if (enhanced === undefined || subject === '0')
    return ofTheMail.has(basic) && !wordsOfTheSession.test(response ?? '');
  return exceptions.get(enhanced) ?? subjectsOfTheMail.has(subject);
}
