import type { Kysely } from 'kysely';
import type { Schema } from '../database/schema.js';
import type { DesktopId, DesktopUserId, ProjectId } from '../ids.js';
import { queueMail } from '../mail/queueMail.js';
import { lockUsers } from '../users/lockUsers.js';
import { countDesktopsOf } from '../users/queries.js';

interface FinishingUser {
  readonly user_id: DesktopUserId;
  readonly user_name: string;
  readonly user_email: string;
}

/**
 * The end of a deletion, once every item was seen absent: decides about the users, leaves the tombstone, reports the jobs
 * and queues the mails, all in the caller's transaction, which holds the deletion's row.
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
  if (!deletion.email_notification || !(await tenantSendsMail(transaction, deletion.project_id))) return;
  for (const user of users) {
    await queueMail(
      transaction,
      {
        projectId: deletion.project_id,
        desktopId,
        userId: user.user_id,
        template: 'desktopDeleted',
        language: deletion.language === 'zh' ? 'zh' : 'en',
        recipient: user.user_email,
        facts: {
          computerName: deletion.computer_name,
          userName: user.user_name,
          goneAt: now,
          user: deleted.has(user.user_id) ? 'removed' : 'kept',
        },
      },
      now,
    );
  }
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
    const left = others.get(user.user_id) ?? 0;
    if (deleteUsers && left === 0) {
      await transaction
        .deleteFrom('desktop_users')
        .where('project_id', '=', projectId)
        .where('id', '=', user.user_id)
        .execute();
      deleted.add(user.user_id);
    }
    await transaction
      .updateTable('deletion_users')
      .set(
        deleted.has(user.user_id)
          ? { outcome: 'deleted' }
          : { outcome: 'kept', reason: keptBecause(deleteUsers, left) },
      )
      .where('desktop_id', '=', desktopId)
      .where('user_id', '=', user.user_id)
      .execute();
  }
  return deleted;
}

function keptBecause(deleteUsers: boolean, others: number): string {
  if (!deleteUsers) return 'deletion of users was not asked for';
  return `owns ${others} other desktop${others === 1 ? '' : 's'}`;
}

async function tenantSendsMail(transaction: Kysely<Schema>, projectId: ProjectId): Promise<boolean> {
  const workspace = await transaction
    .selectFrom('workspaces')
    .select('is_send_email')
    .where('project_id', '=', projectId)
    .executeTakeFirst();
  return workspace?.is_send_email ?? false;
}
