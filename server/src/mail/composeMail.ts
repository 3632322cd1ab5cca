import type { SendMailOptions } from 'nodemailer';
import { Check } from 'typebox/value';
import type { Language } from '../errors/errors.js';
import { StoredDesktopCreated, writeDesktopCreated } from './desktopCreatedMail.js';
import { StoredDesktopDeleted, writeDesktopDeleted } from './desktopDeletedMail.js';
import { StoredInvitation, writeInvitation } from './invitationMail.js';
import { contentLanguage, type MailText } from './layout.js';
import { type MailLink, noLink } from './mailLink.js';
import { testMailTemplate, writeTestMail } from './testMail.js';

/** What the outbox knows of a mail that it hands to the sender. */
export interface OutboxMail {
  readonly id: string;
  readonly template: string;
  readonly language: string;
  readonly recipient: string;
  readonly facts: unknown;
  readonly queuedAt: Date;
  /** Found when it is sent, and never stored. */
  readonly link?: MailLink;
}

/**
 * The MIME message of an outbox row. Apart from the multipart boundary and the token of an invitation it is the same each time, Message-ID
 * and date included, so that a second delivery after a crash is recognisable as the same mail (D16). The recipient's name
 * is not in it: an address alone leaves nothing to inject into.
 * @param from the sender's address
 * @throws Error when the row holds something that this release cannot word
 */
export function composeMail(mail: OutboxMail, from: string): SendMailOptions {
  const language: Language = mail.language === 'zh' ? 'zh' : 'en';
  const { subject, text, html } = wordMail(mail, language);
  return {
    envelope: { from, to: [mail.recipient] },
    from: { name: 'Deskplane', address: from },
    to: { name: '', address: mail.recipient },
    subject,
    text,
    html,
    messageId: messageIdOf(mail.id),
    date: mail.queuedAt,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': contentLanguage(language),
    },
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** The Message-ID of a mail: the same each time that it is sent (D16). */
export function messageIdOf(mailId: string): string {
  return `<${mailId}@deskplane>`;
}

function wordMail(mail: OutboxMail, language: Language): MailText {
  if (mail.template === testMailTemplate) return writeTestMail(language);
  const { facts, link = noLink } = mail;
  switch (mail.template) {
    case 'desktopDeleted':
      if (Check(StoredDesktopDeleted, facts)) return writeDesktopDeleted(facts, language);
      break;
    case 'desktopCreated':
      if (Check(StoredDesktopCreated, facts)) return writeDesktopCreated(facts, link, language);
      break;
    case 'invitation':
      if (Check(StoredInvitation, facts)) return writeInvitation(facts, link, language);
      break;
    default:
      throw new Error(`There is no mail template "${mail.template}" in this release.`);
  }
  throw new Error(`The facts of mail ${mail.id} do not fit the template "${mail.template}".`);
}
