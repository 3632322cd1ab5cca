import { sendableAddress } from '../../text/emailAddress.js';

/** What becomes of one user of a desktop that goes. */
export interface UserFate {
  readonly outcome: 'kept' | 'deleted';
  readonly reason: 'not-asked-for' | 'has-other-desktops' | 'has-no-other-desktop';
  readonly otherDesktops: number;
}

/** Whether one user is told by mail that the desktop is gone, or why not. */
export type MailFate = 'sent' | 'not-asked-for' | 'tenant-sends-none' | 'no-address';

/**
 * Decides about one user alone (S11): deleted only if asked for, and if the user has no other desktop. The plan forecasts with it,
 * the end of the desktop decides with it.
 * @param otherDesktops the user's desktops besides this one, those of the user's groups too, also ones being created or attached; at the end they are counted
 * while nobody else can give the user another (S10)
 */
export function decideUser(deleteUsers: boolean, otherDesktops: number): UserFate {
  if (!deleteUsers) return { outcome: 'kept', reason: 'not-asked-for', otherDesktops };
  return otherDesktops > 0
    ? { outcome: 'kept', reason: 'has-other-desktops', otherDesktops }
    : { outcome: 'deleted', reason: 'has-no-other-desktop', otherDesktops };
}

/**
 * Decides whether one user gets a mail (S12): only if the call and the tenant both want it, and there is an address for it.
 * @param email the user's address as it was at the acceptance
 */
export function decideMail(emailNotification: boolean, tenantSendsMail: boolean, email: string): MailFate {
  if (!emailNotification) return 'not-asked-for';
  if (!tenantSendsMail) return 'tenant-sends-none';
  return sendableAddress(email) === undefined ? 'no-address' : 'sent';
}

const notAskedFor = 'deletion of users was not asked for';

/** Why a user is kept, as it is on record and as receipts say it; null: the user is deleted. */
export function recordReason({ reason, otherDesktops: count }: UserFate): string | null {
  switch (reason) {
    case 'not-asked-for':
      return notAskedFor;
    case 'has-other-desktops':
      return `owns ${count} other desktop${count === 1 ? '' : 's'}`;
    case 'has-no-other-desktop':
      return null;
  }
}

/** What is on record, read back; undefined: it is nothing that we write. */
export function readReason(recorded: string): UserFate | undefined {
  if (recorded === notAskedFor) return { outcome: 'kept', reason: 'not-asked-for', otherDesktops: 0 };
  const count = /^owns (\d+) other desktops?$/.exec(recorded)?.[1];
  if (count === undefined) return undefined;
  return { outcome: 'kept', reason: 'has-other-desktops', otherDesktops: Number(count) };
}

/** Why a user was deleted, as receipts say it. The ledger keeps no reason: there is only this one. */
export const deletedBecause = 'owned no other desktop';
