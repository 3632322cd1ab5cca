import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Schema } from '../database/schema.js';
import type { Language } from '../http/errors.js';
import type { DesktopId, DesktopUserId, ProjectId } from '../ids.js';
import { isMailAddress } from './address.js';
import { type DesktopDeletedFacts, storeDesktopDeleted } from './desktopDeleted.js';

/** A mail that someone is owed. */
export interface MailOrder {
  readonly template: 'desktopDeleted';
  readonly projectId: ProjectId;
  readonly desktopId: DesktopId;
  readonly userId: DesktopUserId;
  readonly language: Language;
  /** The address as it was when the outcome was decided on (S12). */
  readonly recipient: string;
  readonly facts: DesktopDeletedFacts;
}

/** `known`: this mail was queued before, and is not queued again. `noAddress`: there is nowhere to send it to. */
export type QueueOutcome = 'queued' | 'known' | 'noAddress';

/**
 * Puts a mail into the outbox, as part of the transaction that makes its statement true. There is one mail per
 * (template, desktop, user), ever (S12): asking again does nothing.
 * @param now when it was ordered; becomes the mail's date
 */
export async function queueMail(
  transaction: Kysely<Schema>,
  order: MailOrder,
  now: Date,
): Promise<QueueOutcome> {
  const recipient = order.recipient.trim();
  if (!isMailAddress(recipient)) return 'noAddress';
  const inserted = await transaction
    .insertInto('mails')
    .values({
      id: mailId(order),
      project_id: order.projectId,
      desktop_id: order.desktopId,
      user_id: order.userId,
      template: order.template,
      language: order.language,
      recipient,
      facts: JSON.stringify(storeDesktopDeleted(order.facts)),
      queued_at: now,
      due_at: sql<Date>`now()`,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted === undefined ? 'known' : 'queued';
}

/** What a mail is known by, in the outbox and in its Message-ID: the same for the same occasion, and says nothing. */
export function mailId(order: Pick<MailOrder, 'template' | 'desktopId' | 'userId'>): string {
  return createHash('sha256')
    .update(JSON.stringify([order.template, order.desktopId, order.userId]))
    .digest('hex')
    .slice(0, 40);
}
