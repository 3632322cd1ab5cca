import type { Transaction } from '../../database/connect.js';
import { queueMails } from '../../mail/queueMail.js';
import type { DesktopTask } from '../tasks/taskQueries.js';

/**
 * Queues a mail to each user of a desktop that has just been created, where the order wanted that, in the transaction that ends the
 * creation: whoever carries it out, after however many crashes, ends it once.
 */
export async function queueCreationMails(
  transaction: Transaction,
  desktop: DesktopTask,
  { now, simulated }: { readonly now: Date; readonly simulated: boolean },
): Promise<void> {
  if (!desktop.creation_mail) return;
  const users = await transaction
    .selectFrom('desktop_assignments as a')
    .innerJoin('desktop_users as u', 'u.id', 'a.user_id')
    .where('a.project_id', '=', desktop.project_id)
    .where('a.desktop_id', '=', desktop.id)
    .select(['u.id', 'u.user_name', 'u.user_email'])
    .execute();
  await queueMails(
    transaction,
    users.map((user) => ({
      template: 'desktopCreated',
      projectId: desktop.project_id,
      desktopId: desktop.id,
      userId: user.id,
      language: desktop.language === 'zh' ? 'zh' : 'en',
      recipient: user.user_email,
      facts: { computerName: desktop.computer_name, userName: user.user_name, simulated },
      orderedAt: now,
    })),
  );
}
