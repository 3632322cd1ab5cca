import type { Ambient } from '../ambient.js';
import { openFileSender } from './fileSender.js';
import type { MailSender } from './sender.js';
import { openSmtpSender } from './smtpSender.js';
import { defaultSender, readSmtpUrl } from './smtpSettings.js';

export interface MailSenderParts {
  /** `SMTP_URL`; undefined: mails are kept as files in the data directory. */
  readonly smtpUrl: string | undefined;
  /** Absolute path. */
  readonly dataDir: string;
  /** This machine's name, for the default sender address. */
  readonly hostname: string;
  readonly ambient: Ambient;
}

/**
 * The way that this service's mails leave.
 * @throws Error when the SMTP URL cannot be used; the message says why and never repeats the URL
 */
export function openMailSender(parts: MailSenderParts): MailSender {
  if (parts.smtpUrl !== undefined) return openSmtpSender(readSmtpUrl(parts.smtpUrl, parts.hostname));
  return openFileSender({
    dataDir: parts.dataDir,
    from: defaultSender(parts.hostname),
    ambient: parts.ambient,
  });
}
