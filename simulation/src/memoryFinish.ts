import { countDesktops, type DesktopRow, setSubJobs } from './ledger.js';
import type { Transaction } from './process.js';
import { type DesktopId, decideMail, decideUser, type ItemState, recordReason } from './production.js';
import { noteFinished } from './safety.js';
import { momentAfter, type World } from './world.js';

/** The transaction holds the progress of the deletion, whose items have all ended. */
export async function finish(
  world: World,
  transaction: Transaction,
  desktopId: DesktopId,
  items: readonly ItemState[],
): Promise<void> {
  const { ledger, rules } = world;
  const deletion = ledger.deletions.get(desktopId);
  const desktop = ledger.desktops.get(deletion?.diskOf ?? desktopId);
  if (deletion === undefined || desktop === undefined) throw new Error(`No deletion of ${desktopId}.`);
  const users = ledger.deletionUsers.filter((user) => user.desktopId === desktopId);
  if (rules.lockUsers)
    for (const { userId } of users.toSorted(byUser)) await transaction.lock(`user:${userId}`);
  await transaction.next();
  const decided = users.map((user) => ({
    user,
    fate: decideUser(deletion.deleteUsers, countDesktops(ledger, user.userId, desktopId)),
  }));
  await transaction.next();
  await transaction.lock(`desktop:${desktop.id}`);
  transaction.write(() => {
    if (deletion.diskOf === null) endDesktop(desktop);
    if (!desktop.gone || deletion.diskOf === null) desktop.revision += 1;
    for (const { user, fate } of decided) {
      if (fate.outcome === 'deleted') ledger.users.delete(user.userId);
      user.outcome = fate.outcome;
      user.reason = recordReason(fate);
    }
    deletion.state = 'done';
    deletion.items = items;
    ledger.progress.delete(desktopId);
    deletion.completedAt = momentAfter(
      world,
      deletion.acceptedAt,
      deletion.raisedAt,
      ...items.map(({ endedAt = null }) => endedAt),
    );
    setSubJobs(ledger, desktopId, 'SUCCESS');
    if (rules.queueMails === 'at-the-end') queueMails(world, desktopId);
    noteFinished(world, desktopId);
  });
}

function endDesktop(desktop: DesktopRow): void {
  desktop.users.clear();
  desktop.gone = true;
  desktop.status = '';
  desktop.taskStatus = '';
}

/** One mail per desktop and user, ever, to the address that was captured at acceptance (S12). */
export function queueMails(world: World, desktopId: DesktopId): void {
  const { ledger } = world;
  const deletion = ledger.deletions.get(desktopId);
  if (deletion === undefined) return;
  for (const { userId, email } of ledger.deletionUsers.filter((user) => user.desktopId === desktopId)) {
    const id = `${desktopId}/${userId}`;
    if (
      decideMail(deletion.emailNotification, ledger.tenantSendsMail, email) === 'sent' &&
      !ledger.mails.has(id)
    )
      ledger.mails.set(id, { desktopId, userId, recipient: email });
  }
}

function byUser(one: { readonly userId: string }, other: { readonly userId: string }): number {
  return one.userId < other.userId ? -1 : 1;
}
