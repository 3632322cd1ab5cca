import type { JsonObject } from '@deskplane/verify/canonicalJson.js';
import { sql } from 'kysely';
import { appendEntry } from '../audit/appendEntry.js';
import type { Database } from '../database/connect.js';
import { momentAfter } from '../database/moment.js';
import type { WorkerId } from '../ids.js';
import type { OutboxMail } from './composeMail.js';
import type { RefusalCause } from './sender.js';

/** A mail that a worker has taken on. */
export interface ClaimedMail extends OutboxMail {
  readonly attempts: number;
  /** How long it has been tried without success, in milliseconds: since the first attempt, or since it was put back. */
  readonly triedForMs: number;
  /** Who claimed it: what its outcome is fenced by. */
  readonly worker: WorkerId;
}

/** By the clock that the deletion's own times come from: a mail is not sent before what it tells of was done. */
const endedAt = sql<Date>`${sql.raw(momentAfter('queued_at'))}`;

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
    update mails set worker = ${worker}, due_at = now() + make_interval(secs => ${claimSeconds}),
      tried_since = coalesce(tried_since, now())
    from due where mails.id = due.id
    returning mails.id, mails.template, mails.language, mails.recipient, mails.facts,
      mails.queued_at as "queuedAt", mails.attempts, mails.worker,
      extract(epoch from now() - mails.tried_since)::float8 * 1000 as "triedForMs"`.execute(database);
  return rows;
}

/** How a mail ends. */
export type MailEnd =
  /** Sent, or kept as a file for want of a mail server. */
  | { readonly result: 'sent' | 'kept' }
  | {
      readonly result: 'undeliverable';
      readonly cause: RefusalCause | 'given-up';
      /** For operators, without secrets. It may repeat the address, so that it stays out of the log. */
      readonly reason: string;
      /** The server's reply code and enhanced status; undefined when there was no reply. */
      readonly status: string | undefined;
    }
  /** What it says was no longer true when its turn came. */
  | { readonly result: 'withdrawn'; readonly reason: string };

/**
 * Ends a mail. Of one about a deletion it is added to the receipt.
 * @returns false when another worker has taken it over meanwhile
 */
export async function recordEnd(database: Database, mail: ClaimedMail, end: MailEnd): Promise<boolean> {
  const attempts = mail.attempts + 1;
  const ended =
    end.result === 'undeliverable' || end.result === 'withdrawn'
      ? { undeliverable_at: endedAt, last_error: end.reason, withdrawn: end.result === 'withdrawn' }
      : { sent_at: endedAt, kept: end.result === 'kept', last_error: null };
  return database.transaction().execute(async (transaction) => {
    const row = await transaction
      .updateTable('mails')
      .set({ ...ended, due_at: null, worker: null, attempts })
      .where('id', '=', mail.id)
      .where('worker', '=', mail.worker)
      .returning([
        'project_id',
        'desktop_id',
        'user_id',
        'queued_at',
        sql<Date>`coalesce(sent_at, undeliverable_at)`.as('ended_at'),
      ])
      .executeTakeFirst();
    if (row === undefined) return false;
    // Of the others there is no receipt.
    if (mail.template !== 'desktopDeleted' || end.result === 'withdrawn') return true;
    await appendEntry(transaction, {
      kind: 'addendum',
      projectId: row.project_id,
      desktopId: row.desktop_id,
      content: {
        type: end.result === 'undeliverable' ? 'mail-undeliverable' : 'mail-sent',
        project_id: row.project_id,
        desktop_id: row.desktop_id,
        user_id: row.user_id,
        mail_id: mail.id,
        queued_at: row.queued_at.toISOString(),
        attempts,
        ...describeEnd(end, row.ended_at),
      },
    });
    return true;
  });
}

function describeEnd(end: Exclude<MailEnd, { result: 'withdrawn' }>, at: Date): JsonObject {
  if (end.result === 'undeliverable')
    return { undeliverable_at: at.toISOString(), cause: end.cause, smtp_status: end.status ?? null };
  return { sent_at: at.toISOString(), ...(end.result === 'kept' ? { kept: true } : {}) };
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
