import { sql } from 'kysely';
import { advisoryLocks } from '../database/advisoryLocks.js';
import type { Database, Transaction } from '../database/connect.js';
import { ApiError, type ErrorArgument } from '../errors/errors.js';
import { requireFound } from '../errors/requireFound.js';
import type { ProjectId } from '../ids.js';

/**
 * Puts a mail that was undeliverable back into the queue, to be tried at once and for five days again; one that waits for its
 * next attempt gets it now. It stays the same mail, under the same Message-ID and to the same address.
 * @throws {ApiError} DPL.0404 when the project has no such mail; DPL.0409 when it was sent, or what it said was erased
 */
export async function resendMail(database: Database, projectId: ProjectId, mailId: string): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    // An erasure leaves alone what is to be sent, and so must know it.
    await sql`select pg_advisory_xact_lock_shared(${advisoryLocks.erasure})`.execute(transaction);
    // Nor may its deletion be let go, and the mail with it, once it is to be sent.
    await sql`select pg_advisory_xact_lock_shared(${advisoryLocks.compaction})`.execute(transaction);
    await refuseEnded(transaction, projectId, mailId);
    await transaction
      .updateTable('mails')
      .set({ undeliverable_at: null, tried_since: null, attempts: 0, due_at: sql<Date>`now()` })
      .where('id', '=', mailId)
      .where('sent_at', 'is', null)
      // What a worker holds is being tried already.
      .where('worker', 'is', null)
      .execute();
  });
}

async function refuseEnded(transaction: Transaction, projectId: ProjectId, mailId: string): Promise<void> {
  const mail = requireFound(
    await transaction
      .selectFrom('mails')
      .select([
        'sent_at',
        'kept',
        'recipient',
        'withdrawn',
        sql<boolean>`facts ? case when template = 'invitation' then 'userName' else 'computerName' end`.as(
          'whole',
        ),
      ])
      .where('project_id', '=', projectId)
      .where('id', '=', mailId)
      .forUpdate()
      .executeTakeFirst(),
    'mail',
  );
  if (mail.sent_at !== null) throw new ApiError('DPL.0409', [mail.kept ? reasons.kept : reasons.sent]);
  if (mail.withdrawn) throw new ApiError('DPL.0409', [reasons.withdrawn]);
  if (mail.recipient === '' || !mail.whole) throw new ApiError('DPL.0409', [reasons.erased]);
}

const reasons = {
  sent: { en: 'the mail was handed over to the mail server already', zh: '该邮件已交给邮件服务器' },
  withdrawn: {
    en: 'what the mail says is no longer true; to invite the user again, use SendEmail or ChangeUserStatus',
    zh: '邮件内容已不再属实；如需重新邀请用户，请使用SendEmail或ChangeUserStatus',
  },
  kept: {
    en: 'the mail was kept as a file already, since there was no mail server (SMTP_URL)',
    zh: '该邮件已保存为文件，因为当时没有邮件服务器（SMTP_URL）',
  },
  erased: {
    en: 'the recipient or the user named in the mail was erased',
    zh: '该邮件的收件人或其中提及的用户已被抹除',
  },
} as const satisfies Record<string, ErrorArgument>;
