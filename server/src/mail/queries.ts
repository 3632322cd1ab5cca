import { sql } from 'kysely';
import { appendEntry } from '../audit/appendEntry.js';
import type { Database } from '../database/connect.js';
import { momentAfter } from '../database/moment.js';
import type { WorkerId } from '../ids.js';
import type { OutboxMail } from './composeMail.js';

/** A mail that a worker has taken on. */
export interface ClaimedMail extends OutboxMail {
  readonly attempts: number;
  /** Who claimed it: what its outcome is fenced by. */
  readonly worker: WorkerId;
}

/** By the clock that the deletion's own times come from: a mail is not sent before what it tells of was done. */
const sentAt = sql<Date>`${sql.raw(momentAfter('queued_at'))}`;

/** How long a claimed mail is hidden from other workers while its worker lives. */
const claimSeconds = 60;
/** How old a claim must be before its worker may be called dead: our view of `workers` may lag behind a new worker's. */
const graceSeconds = 2;

/**
 * Takes up to `limit` mails that are due, or that a worker without a living lease left behind. A worker whose own lease
 * is over gets none. All by the database's clock, so that replicas need not agree on the time.
 */
export async function claimMails(
  database: Database,
  worker: WorkerId,
  limit: number,
): Promise<readonly ClaimedMail[]> {
  const { rows } = await sql<ClaimedMail>`
    with due as (
      select mail.id from mails mail
      where exists (select 1 from workers where workers.id = ${worker} and workers.lease_until > now())
        and (
          mail.due_at <= now()
          or (
            mail.worker is not null
            and mail.due_at < now() + make_interval(secs => ${claimSeconds - graceSeconds})
            and not exists (select 1 from workers where workers.id = mail.worker and workers.lease_until > now())
          )
        )
      order by mail.due_at
      limit ${limit}
      for update skip locked
    )
    update mails set worker = ${worker}, due_at = now() + make_interval(secs => ${claimSeconds})
    from due where mails.id = due.id
    returning mails.id, mails.template, mails.language, mails.recipient, mails.facts,
      mails.queued_at as "queuedAt", mails.attempts, mails.worker`.execute(database);
  return rows;
}

/**
 * Ends a mail as sent, and adds that to the receipt of the deletion that it tells of.
 * @returns false when another worker has taken it over meanwhile
 */
export async function recordSent(database: Database, mail: ClaimedMail): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const sent = await transaction
      .updateTable('mails')
      .set({ sent_at: sentAt, due_at: null, worker: null, last_error: null, attempts: mail.attempts + 1 })
      .where('id', '=', mail.id)
      .where('worker', '=', mail.worker)
      .returning(['project_id', 'desktop_id', 'user_id', 'queued_at', sql<Date>`sent_at`.as('sent_at')])
      .executeTakeFirst();
    if (sent === undefined) return false;
    await appendEntry(transaction, {
      kind: 'addendum',
      projectId: sent.project_id,
      desktopId: sent.desktop_id,
      content: {
        type: 'mail-sent',
        project_id: sent.project_id,
        desktop_id: sent.desktop_id,
        user_id: sent.user_id,
        mail_id: mail.id,
        queued_at: sent.queued_at.toISOString(),
        sent_at: sent.sent_at.toISOString(),
        attempts: mail.attempts + 1,
      },
    });
    return true;
  });
}

/**
 * Puts a mail back, to be tried again after a while.
 * @param reason for operators, without secrets
 * @returns false when another worker has taken it over meanwhile
 */
export async function recordFailure(
  database: Database,
  mail: ClaimedMail,
  reason: string,
  waitMs: number,
): Promise<boolean> {
  const result = await database
    .updateTable('mails')
    .set({
      attempts: mail.attempts + 1,
      last_error: reason,
      due_at: sql<Date>`now() + make_interval(secs => ${waitMs / 1000})`,
      worker: null,
    })
    .where('id', '=', mail.id)
    .where('worker', '=', mail.worker)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
