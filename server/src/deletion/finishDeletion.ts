import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.js';
import type { DesktopId, DesktopUserId, ProjectId } from '../ids.js';
import { queueMail } from '../mail/queueMail.js';
import { lockUsers } from '../users/lockUsers.js';
import { countDesktopsOf } from '../users/queries.js';
import { judgeUser } from './judgeUser.js';
import type { MailOutcome } from './receipt/buildReceipt.js';
import { writeReceipt } from './receipt/writeReceipt.js';

interface FinishingUser {
  readonly user_id: DesktopUserId;
  readonly user_name: string;
  readonly user_email: string;
}

/**
 * The end of a deletion, once every item was seen absent: decides about the users, leaves the tombstone, reports the jobs
 * queues the mails and writes the receipt, all in the caller's transaction, which holds the deletion's row.
 */
export async function finishDeletion(
  transaction: Kysely<Schema>,
  desktopId: DesktopId,
  now: Date,
): Promise<void> {
  const deletion = await transaction
    .selectFrom('deletions')
    .innerJoin('desktops', 'desktops.id', 'deletions.desktop_id')
    .select([
      'deletions.project_id',
      'delete_users',
      'email_notification',
      'computer_name',
      'desktops.language',
    ])
    .where('deletions.desktop_id', '=', desktopId)
    .executeTakeFirstOrThrow();
  const users = await transaction
    .selectFrom('deletion_users')
    .select(['user_id', 'user_name', 'user_email'])
    .where('desktop_id', '=', desktopId)
    .orderBy('user_id')
    .execute();
  const deleted = await decideUsers(
    transaction,
    deletion.project_id,
    desktopId,
    users,
    deletion.delete_users,
  );
  await transaction
    .updateTable('desktops')
    .set((row) => ({ gone_at: now, status: '', task_status: '', revision: row('revision', '+', 1) }))
    .where('id', '=', desktopId)
    .where('gone_at', 'is', null)
    .execute();
  await transaction
    .updateTable('deletions')
    .set({ state: 'done', completed_at: now })
    .where('desktop_id', '=', desktopId)
    .execute();
  await transaction
    .updateTable('sub_jobs')
    .from('jobs')
    .set({ status: 'SUCCESS', progress: 100, end_time: now })
    .whereRef('jobs.id', '=', 'sub_jobs.job_id')
    .where('jobs.job_type', '=', 'deleteDesktops')
    .where('sub_jobs.desktop_id', '=', desktopId)
    .where('sub_jobs.status', 'in', ['WAITING', 'RUNNING'])
    .execute();
  const mails = await queueMails(transaction, desktopId, { ...deletion, users, deleted }, now);
  await writeReceipt(transaction, desktopId, now, mails);
}

interface Finished {
  readonly project_id: ProjectId;
  readonly email_notification: boolean;
  readonly computer_name: string;
  readonly language: string;
  readonly users: readonly FinishingUser[];
  readonly deleted: ReadonlySet<DesktopUserId>;
}

/** @returns for each user whether a mail was queued, or why not */
async function queueMails(
  transaction: Kysely<Schema>,
  desktopId: DesktopId,
  finished: Finished,
  now: Date,
): Promise<ReadonlyMap<string, MailOutcome>> {
  const { users, deleted } = finished;
  const nobody = (why: MailOutcome) => new Map(users.map((user) => [user.user_id, why]));
  if (!finished.email_notification) return nobody('not-asked-for');
  if (!(await tenantSendsMail(transaction, finished.project_id))) return nobody('tenant-sends-none');
  const outcomes = new Map<string, MailOutcome>();
  for (const user of users) {
    const outcome = await queueMail(
      transaction,
      {
        projectId: finished.project_id,
        desktopId,
        userId: user.user_id,
        template: 'desktopDeleted',
        language: finished.language === 'zh' ? 'zh' : 'en',
        recipient: user.user_email,
        facts: {
          computerName: finished.computer_name,
          userName: user.user_name,
          goneAt: now,
          user: deleted.has(user.user_id) ? 'removed' : 'kept',
        },
      },
      now,
    );
    outcomes.set(user.user_id, outcome === 'noAddress' ? 'no-address' : 'queued');
  }
  return outcomes;
}

/**
 * Judges each user alone (S11): gone only if asked for and if no other desktop, also one being created, is theirs. The user
 * rows are locked first and counted after, so that two desktops of one user that end together do not both leave them (S10).
 * @returns the users that were deleted
 */
async function decideUsers(
  transaction: Kysely<Schema>,
  projectId: ProjectId,
  desktopId: DesktopId,
  users: readonly FinishingUser[],
  deleteUsers: boolean,
): Promise<ReadonlySet<DesktopUserId>> {
  const ids = users.map((user) => user.user_id);
  await lockUsers(transaction, projectId, ids);
  await transaction.deleteFrom('desktop_assignments').where('desktop_id', '=', desktopId).execute();
  const others = await countDesktopsOf(transaction, projectId, ids);
  const deleted = new Set<DesktopUserId>();
  for (const user of users) {
    const judgement = judgeUser(deleteUsers, others.get(user.user_id) ?? 0);
    if (judgement.outcome === 'deleted') {
      await transaction
        .deleteFrom('desktop_users')
        .where('project_id', '=', projectId)
        .where('id', '=', user.user_id)
        .execute();
      deleted.add(user.user_id);
    }
    await transaction
      .updateTable('deletion_users')
      .set(judgement)
      .where('desktop_id', '=', desktopId)
      .where('user_id', '=', user.user_id)
      .execute();
  }
  return deleted;
}

async function tenantSendsMail(transaction: Kysely<Schema>, projectId: ProjectId): Promise<boolean> {
  const workspace = await transaction
    .selectFrom('workspaces')
    .select('is_send_email')
    .where('project_id', '=', projectId)
    .executeTakeFirst();
  return workspace?.is_send_email ?? false;
}
