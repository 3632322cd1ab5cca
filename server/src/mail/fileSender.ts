import { chmod, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Ambient } from '../ambient.js';
import { composeMail, type OutboxMail } from './composeMail.js';
import type { MailSender, SendOutcome } from './sender.js';

export interface FileSenderParts {
  /** Absolute path; mails are kept in its subdirectory `mail`. */
  readonly dataDir: string;
  /** The sender's address. */
  readonly from: string;
  readonly ambient: Ambient;
}

/** Keeps mails as `<data dir>/mail/<time>-<id>.eml`, for a service without an SMTP server. It ends a mail as sending does. */
export function openFileSender(parts: FileSenderParts): MailSender {
  const directory = join(parts.dataDir, 'mail');
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    capacity: 4,
    keepsMails: true,
    send: async (mail): Promise<SendOutcome> => {
      const { message } = await transport.sendMail(composeMail(mail, parts.from));
      if (!Buffer.isBuffer(message)) throw new TypeError('The mail was not composed into a buffer.');
      const path = join(directory, fileName(mail));
      try {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        await chmod(directory, 0o700);
        await writeWhole(path, join(directory, `.${parts.ambient.uuid()}.partial`), message);
      } catch (error) {
        return { result: 'failed', reason: `The mail could not be kept: ${String(error)}` };
      }
      return { result: 'kept', note: path };
    },
    close: () => undefined,
  };
}

/** The same for the same mail, so that a second attempt after a crash replaces the first. Sorts by time. */
function fileName(mail: OutboxMail): string {
  const time = mail.queuedAt.toISOString().replace(/[-:]|\.\d+/g, '');
  return `${time}-${mail.id}.eml`;
}

/** Whoever looks sees the whole file or none, also after a power cut. */
async function writeWhole(path: string, partial: string, content: Buffer): Promise<void> {
  try {
    const file = await open(partial, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
