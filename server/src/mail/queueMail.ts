import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Transaction } from '../database/connect.js';
import type { Language } from '../errors/errors.js';
import type { DesktopId, DesktopUserId, ProjectId } from '../ids.js';
import { sendableAddress } from '../text/emailAddress.js';
import { type DesktopCreatedFacts, storeDesktopCreated } from './desktopCreatedMail.js';
import { type DesktopDeletedFacts, storeDesktopDeleted } from './desktopDeletedMail.js';
import { type InvitationFacts, storeInvitation } from './invitationMail.js';

/** What is said of every mail that someone is owed. */
interface OwedMail {
  readonly projectId: ProjectId;
  readonly userId: DesktopUserId;
  readonly language: Language;
  /** The address as it was when the outcome was decided on (S12). */
  readonly recipient: string;
  /** Becomes the mail's date. */
  readonly orderedAt: Date;
}

export interface DeletionMailOrder extends OwedMail {
  readonly template: 'desktopDeleted';
  readonly desktopId: DesktopId;
  readonly facts: DesktopDeletedFacts;
}

export interface CreationMailOrder extends OwedMail {
  readonly template: 'desktopCreated';
  readonly desktopId: DesktopId;
  readonly facts: DesktopCreatedFacts;
}

export interface InvitationMailOrder extends OwedMail {
  readonly template: 'invitation';
  /** Tells one invitation of a user from the next. */
  readonly occasion: string;
  readonly facts: InvitationFacts;
}

export type MailOrder = DeletionMailOrder | CreationMailOrder | InvitationMailOrder;

/** `known`: this mail was queued before, and is not queued again. `noAddress`: there is nowhere to send it to. */
export type QueueOutcome = 'queued' | 'known' | 'noAddress';

/**
 * Puts mails into the outbox, as part of the transaction that makes their statements true. There is one mail per
 * (template, desktop or occasion, user), ever (S12): asking again does nothing.
 * @returns what became of each
 */
export async function queueMails(
  transaction: Transaction,
  orders: readonly MailOrder[],
): Promise<QueueOutcome[]> {
  const mails = orders.map((order) => ({
    ...order,
    id: mailId(order),
    recipient: sendableAddress(order.recipient),
  }));
  const sendable = mails.flatMap((mail) => {
    const { recipient } = mail;
    return recipient === undefined ? [] : [{ ...mail, recipient }];
  });
  if (sendable.length === 0) return mails.map(() => 'noAddress');
  const inserted = await transaction
    .insertInto('mails')
    .values(
      sendable.map((mail) => ({
        id: mail.id,
        project_id: mail.projectId,
        desktop_id: mail.template === 'invitation' ? null : mail.desktopId,
        user_id: mail.userId,
        template: mail.template,
        language: mail.language,
        recipient: mail.recipient,
        facts: JSON.stringify(storeFacts(mail)),
        queued_at: mail.orderedAt,
        due_at: sql<Date>`now()`,
      })),
    )
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute();
  const queued = new Set(inserted.map(({ id }) => id));
  return mails.map(({ id, recipient }) =>
    queued.has(id) ? 'queued' : recipient === undefined ? 'noAddress' : 'known',
  );
}

/** What a mail is known by, in the outbox and in its Message-ID: the same for the same occasion, and says nothing. */
export function mailId(order: MailOccasion): string {
  const occasion = order.template === 'invitation' ? order.occasion : order.desktopId;
  return createHash('sha256')
    .update(JSON.stringify([order.template, occasion, order.userId]))
    .digest('hex')
    .slice(0, 40);
}

type MailOccasion =
  | Pick<DeletionMailOrder | CreationMailOrder, 'template' | 'desktopId' | 'userId'>
  | Pick<InvitationMailOrder, 'template' | 'occasion' | 'userId'>;

function storeFacts(order: MailOrder): object {
  if (order.template === 'desktopDeleted') return storeDesktopDeleted(order.facts);
  if (order.template === 'desktopCreated') return storeDesktopCreated(order.facts);
  return storeInvitation(order.facts);
}
