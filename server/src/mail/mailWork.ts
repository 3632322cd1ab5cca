import type { Logger } from 'pino';
import type { Ambient } from '../ambient.js';
import type { Database } from '../database/connect.js';
import { backoff } from '../workers/backoff.js';
import type { WorkerLease } from '../workers/lease.js';
import type { Work } from '../workers/loop.js';
import { type ClaimedMail, claimMails, recordFailure, recordSent } from './queries.js';
import type { MailSender, SendOutcome } from './sender.js';

export interface MailWorkParts {
  readonly database: Database;
  readonly ambient: Ambient;
  readonly lease: WorkerLease;
  readonly logger: Logger;
  readonly sender: MailSender;
}

/** First and longest wait after an attempt that failed, in milliseconds. */
const firstWait = 1_000;
const longestWait = 15 * 60_000;
/** Wait after the server refused the mail for good, in milliseconds: an address may be made later. */
const refusedWait = 60 * 60_000;

/**
 * The work of emptying the outbox. Never gives a mail up, and holds nothing else up (S12, L5): what goes wrong with a
 * mail is in its row. A mail is delivered at least once, each time with the same Message-ID (design D16).
 */
export function createMailWork(parts: MailWorkParts): Work<ClaimedMail> {
  const { database, ambient, lease, logger, sender } = parts;
  return {
    name: 'mail',
    rest: 50,
    capacity: sender.capacity,
    claim: (limit) => claimMails(database, lease.current(), limit),
    keyOf: (mail) => mail.id,
    perform: async (mail) => {
      const outcome = await attempt(sender, mail);
      const kept =
        outcome.result === 'sent'
          ? await recordSent(database, mail)
          : await recordFailure(database, mail, outcome.reason, waitAfter(outcome.result, mail, ambient));
      report(logger, mail, outcome, kept);
    },
  };
}

/** A row that cannot be worded is a matter for a later release: kept, and looked at as rarely as a refused one. */
async function attempt(sender: MailSender, mail: ClaimedMail): Promise<SendOutcome> {
  try {
    return await sender.send(mail);
  } catch (error) {
    return { result: 'refused', reason: error instanceof Error ? error.message : String(error) };
  }
}

function waitAfter(result: 'refused' | 'failed', mail: ClaimedMail, ambient: Ambient): number {
  if (result === 'refused') return refusedWait;
  const random = ambient.randomBytes(4).readUInt32BE() / 2 ** 32;
  return Math.min(longestWait, backoff(mail.attempts + 1, random, firstWait, longestWait));
}

function report(logger: Logger, mail: ClaimedMail, outcome: SendOutcome, kept: boolean): void {
  const about = { mail: mail.id, attempt: mail.attempts + 1 };
  if (!kept) logger.warn({ ...about, outcome: outcome.result }, 'another worker took the mail over');
  else if (outcome.result === 'sent') logger.info({ ...about, note: outcome.note }, 'mail sent');
  else logger.warn({ ...about, reason: outcome.reason }, `mail ${outcome.result}, to be tried again`);
}
