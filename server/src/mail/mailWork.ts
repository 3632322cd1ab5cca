import type { Logger } from 'pino';
import type { Ambient } from '../ambient.js';
import type { Database } from '../database/connect.js';
import { backoff } from '../retry/backoff.js';
import { isMailAddress } from '../text/emailAddress.js';
import type { WorkerLease } from '../workers/lease.js';
import type { Work } from '../workers/loop.js';
import { type MailLink, noLink } from './mailLink.js';
import { type ClaimedMail, claimMails, type MailEnd, recordEnd, recordFailure } from './queries.js';
import type { MailSender, SendOutcome } from './sender.js';

export interface MailWorkParts {
  readonly database: Database;
  readonly ambient: Ambient;
  readonly lease: WorkerLease;
  readonly logger: Logger;
  readonly sender: MailSender;
  /** Where a mail's reader is to go. Default: no mail has a link. */
  readonly linkOf?: (mail: ClaimedMail) => Promise<MailLink>;
}

/** First and longest wait after an attempt that failed, in milliseconds. */
const firstWait = 1_000;
const maxWait = 60 * 60_000;
/** For how long a mail is tried before it is given up (RFC 5321 §4.5.4.1 asks for four to five days), in milliseconds. */
const triedFor = 5 * 24 * 60 * 60_000;
/**
 * How often it is tried at least before that: a little less than comes together in that time. A service that was down, or a
 * clock that jumps, has tried nothing meanwhile.
 */
const fewestAttempts = 100;

/**
 * The work of emptying the outbox. What goes wrong with a mail is in its row and holds nothing else up (S12, L5). A mail is
 * delivered at least once, each time with the same Message-ID (D16), or ends as undeliverable: at once when no server
 * will take it, after five days when nothing helped.
 */
export function createMailWork(parts: MailWorkParts): Work<ClaimedMail> {
  const { database, ambient, lease, logger, sender, linkOf = async () => noLink } = parts;
  return {
    name: 'mail',
    rest: 50,
    capacity: sender.capacity,
    claim: (limit) => claimMails(database, lease.current(), limit),
    keyOf: (mail) => mail.id,
    perform: async (mail) => {
      const outcome = await attempt(sender, mail, await linkOf(mail));
      const end = endOf(outcome, mail);
      const kept =
        end === undefined
          ? await recordFailure(database, mail, reasonOf(outcome), waitAfter(mail, ambient))
          : await recordEnd(database, mail, end);
      report(logger, mail, outcome, kept, end);
    },
  };
}

/** A row that cannot be worded is a matter for a later release: tried on like everything that may pass. */
async function attempt(
  sender: MailSender,
  mail: ClaimedMail,
  link: MailLink,
): Promise<SendOutcome | Withdrawal> {
  if (link.kind === 'withdrawn') return { result: 'withdrawn', reason: link.reason };
  // Queued under an older rule.
  if (!isMailAddress(mail.recipient)) return unsendable;
  try {
    return await sender.send({ ...mail, link });
  } catch (error) {
    return { result: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

type Withdrawal = Extract<MailEnd, { result: 'withdrawn' }>;

const unsendable: SendOutcome = {
  result: 'refused',
  cause: 'unsendable',
  reason: 'The address is none that a mail can be sent to.',
  status: undefined,
};

/** Undefined: it is to be tried again. */
function endOf(outcome: SendOutcome | Withdrawal, mail: ClaimedMail): MailEnd | undefined {
  if (outcome.result === 'sent' || outcome.result === 'kept' || outcome.result === 'withdrawn')
    return outcome;
  if (outcome.result === 'refused') return { ...outcome, result: 'undeliverable' };
  if (mail.triedForMs < triedFor || mail.attempts + 1 < fewestAttempts) return undefined;
  return { result: 'undeliverable', cause: 'given-up', reason: outcome.reason, status: outcome.status };
}

function waitAfter(mail: ClaimedMail, ambient: Ambient): number {
  const random = ambient.randomBytes(4).readUInt32BE() / 2 ** 32;
  return Math.min(maxWait, backoff(mail.attempts + 1, random, firstWait, maxWait));
}

const reasonOf = (outcome: SendOutcome | Withdrawal): string =>
  'note' in outcome ? outcome.note : outcome.reason;

function report(
  logger: Logger,
  mail: ClaimedMail,
  outcome: SendOutcome | Withdrawal,
  kept: boolean,
  end: MailEnd | undefined,
): void {
  const about = { mail: mail.id, attempt: mail.attempts + 1 };
  if (!kept) logger.warn({ ...about, outcome: outcome.result }, 'another worker took the mail over');
  else if ('note' in outcome) logger.info({ ...about, note: outcome.note }, `mail ${outcome.result}`);
  else if (end === undefined)
    logger.warn({ ...about, reason: outcome.reason }, 'mail failed, to be tried again');
  else if (outcome.result === 'withdrawn')
    logger.info({ ...about, reason: outcome.reason }, 'mail withdrawn');
  else logger.error({ ...about, reason: outcome.reason }, 'mail undeliverable');
}
