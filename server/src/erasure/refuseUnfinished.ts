import { sql } from 'kysely';
import type { Transaction } from '../database/connect.js';
import { ApiError, type ErrorArgument } from '../errors/errors.js';
import type { DesktopUserId, ProjectId } from '../ids.js';

interface State {
  readonly known: boolean;
  readonly lives: boolean;
  readonly deleting: boolean;
  readonly owed: boolean;
}

/**
 * Passes for a user of whom nothing is in use any more. Ids are never reused: a user who has passed once always passes.
 * @throws {ApiError} WKS.00170312 when the project never had such a user; DPL.4092 saying what is to be done first
 */
export async function refuseUnfinished(
  transaction: Transaction,
  projectId: ProjectId,
  userId: DesktopUserId,
): Promise<void> {
  const { rows } = await sql<State>`
    select
      exists (select from tombstones t
        where t.subject = ${userId} and t.project_id = ${projectId} and t.kind in ('desktop-user', 'user'))
      or exists (select from deletion_users u join deletions x using (desktop_id)
        where u.user_id = ${userId} and x.project_id = ${projectId}) as known,
      exists (select from desktop_users u where u.id = ${userId} and u.project_id = ${projectId}) as lives,
      exists (select from deletion_users u join deletions x using (desktop_id)
        where u.user_id = ${userId} and x.project_id = ${projectId} and x.state <> 'done') as deleting,
      exists (select from mails m where m.project_id = ${projectId} and m.sent_at is null and m.undeliverable_at is null
        and (m.user_id = ${userId}
        -- to others, about a desktop that was the user's too: they still need its name
        or m.desktop_id in (select desktop_id from deletion_users where user_id = ${userId}
          union select desktop_id from desktop_detachments where user_id = ${userId}))) as owed`.execute(
    transaction,
  );
  const [state] = rows;
  if (state?.lives === true) throw new ApiError('DPL.4092', [userId, reasons.lives]);
  if (state?.known !== true) throw new ApiError('WKS.00170312');
  if (state.deleting) throw new ApiError('DPL.4092', [userId, reasons.deleting]);
  if (state.owed) throw new ApiError('DPL.4092', [userId, reasons.owed]);
}

const reasons = {
  lives: {
    en: 'the user still exists; delete the user first',
    zh: '该用户仍存在，请先删除该用户',
  },
  deleting: {
    en: 'a desktop of the user is still being deleted; wait until it is gone',
    zh: '该用户的桌面仍在删除中，请等待删除完成',
  },
  owed: {
    en: 'a mail about a deleted desktop of the user is not sent yet; wait, or repair the mail server',
    zh: '仍有关于该用户已删除桌面的邮件待发送，请等待发送完成，或修复邮件服务器',
  },
} as const satisfies Record<string, ErrorArgument>;
