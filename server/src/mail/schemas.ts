import { type Static, Type } from 'typebox';
import { nullable, oneOf, TextOrNull } from '../http/schemas/values.js';
import { type ListedMail, mailStates } from './listMails.js';

/** A mail's id: what its Message-ID is made of. */
export const MailIdText = Type.String({ pattern: '^[0-9a-f]{40}$', description: 'Mail ID.' });

const Time = TextOrNull;

/** What mails are about. */
export const mailKinds = ['desktop-created', 'desktop-deleted', 'invitation'] as const;
export type MailKind = (typeof mailKinds)[number];

/** A mail of the outbox. */
export const MailBody = Type.Object({
  mail_id: Type.String(),
  kind: oneOf([...mailKinds]),
  desktop_id: nullable(Type.String({ description: 'Null of an invitation.' })),
  computer_name: Type.String(),
  user_id: Type.String(),
  recipient: Type.String({ description: 'Empty once the user was erased.' }),
  state: oneOf([...mailStates], {
    description: 'kept: as a file, since there was no mail server (SMTP_URL); nobody has got it.',
  }),
  queued_at: Type.String(),
  sent_at: Time,
  undeliverable_at: Time,
  attempts: Type.Integer({ description: 'Since it was queued, or put back into the queue.' }),
  last_error: nullable(Type.String({ description: 'Why the last attempt failed.' })),
  next_attempt_at: Time,
});

export const MailList = Type.Object({ total_count: Type.Integer(), mails: Type.Array(MailBody) });

export const TestMailAnswer = Type.Object({
  result: oneOf(['sent', 'kept', 'refused', 'failed'], {
    description:
      'kept: there is no mail server, and the mail is a file now; refused: for good; failed: another attempt may do better.',
  }),
  answer: Type.String({
    description: "The mail server's answer, or why there was none; the path of a kept mail.",
  }),
  message_id: Type.String(),
});

const kinds: ReadonlyMap<string, MailKind> = new Map([
  ['desktopCreated', 'desktop-created'],
  ['desktopDeleted', 'desktop-deleted'],
  ['invitation', 'invitation'],
] as const);

/** @param template as it is stored */
export function mailKindOf(template: string): MailKind {
  return kinds.get(template) ?? 'desktop-deleted';
}

/** As the API shows a mail. */
export function presentMail(mail: ListedMail): Static<typeof MailBody> {
  const time = (moment: Date | null): string | null => moment?.toISOString() ?? null;
  return {
    mail_id: mail.id,
    kind: mailKindOf(mail.template),
    desktop_id: mail.desktopId,
    computer_name: mail.computerName,
    user_id: mail.userId,
    recipient: mail.recipient,
    state: mail.state,
    queued_at: mail.queuedAt.toISOString(),
    sent_at: time(mail.sentAt),
    undeliverable_at: time(mail.undeliverableAt),
    attempts: mail.attempts,
    last_error: mail.lastError,
    next_attempt_at: time(mail.dueAt),
  };
}
