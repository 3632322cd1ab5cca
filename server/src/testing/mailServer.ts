import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail that the server took. */
export interface ReceivedMail {
  readonly recipients: readonly string[];
  readonly sender: string;
  readonly raw: Buffer;
  readonly email: Email;
}

export interface MailServer {
  readonly port: number;
  readonly received: readonly ReceivedMail[];
  close(): Promise<void>;
}

export interface MailServerOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Called with each whole mail before it is answered with 250; may be slow, may throw to refuse it. */
  readonly beforeAnswer?: (mail: ReceivedMail) => Promise<void>;
  /** Passed to the SMTP server as they are. */
  readonly smtp?: SMTPServerOptions;
}

/** Starts a real SMTP server on loopback that keeps what it is sent. Offers neither STARTTLS nor log-in by default. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onData: (stream, session, answer) => {
      const take = async (): Promise<void> => {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(Buffer.from(chunk));
        const raw = Buffer.concat(chunks);
        const { mailFrom, rcptTo } = session.envelope;
        const mail = {
          recipients: rcptTo.map((recipient) => recipient.address),
          sender: mailFrom === false ? '' : mailFrom.address,
          raw,
          email: await PostalMime.parse(raw),
        };
        received.push(mail);
        await options.beforeAnswer?.(mail);
      };
      take().then(
        () => answer(),
        (error: unknown) => answer(error instanceof Error ? error : new Error(String(error))),
      );
    },
    ...options.smtp,
  });
  // Clients that hang up in the middle are part of what is tested.
  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = addressOf(server.server.address());
  return { port, received, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** A refusal as the SMTP server says it, for instance 550. */
export function smtpRefusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('The mail server has no TCP port.');
  return address;
}
