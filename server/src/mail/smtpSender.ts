import { createTransport } from 'nodemailer';
import { composeMail } from './composeMail.js';
import type { MailSender, SendOutcome } from './sender.js';
import type { SmtpSettings } from './smtpSettings.js';

/** Connections to the SMTP server at once, per process. */
const connections = 4;
/** Most characters of an error that are kept. */
const longestReason = 500;

export interface SmtpSenderOptions {
  /** When to give up on one mail, in milliseconds. Must stay below the minute that a claim lasts. */
  readonly deadlineMs?: number;
}

/** Sends by SMTP over a few kept connections. Nothing is sent or checked until the first mail. */
export function openSmtpSender(settings: SmtpSettings, options: SmtpSenderOptions = {}): MailSender {
  const deadlineMs = options.deadlineMs ?? 45_000;
  const transport = createTransport({
    pool: true,
    host: settings.host,
    port: settings.port,
    secure: settings.secure,
    requireTLS: settings.requireTls,
    ignoreTLS: settings.ignoreTls,
    tls: { rejectUnauthorized: settings.verifyCertificate },
    ...(settings.credentials === undefined
      ? {}
      : { auth: { user: settings.credentials.user, pass: settings.credentials.password } }),
    maxConnections: connections,
    // The outbox retries and counts; a hidden retry could deliver twice within one attempt.
    maxRequeues: 0,
    idleTimeout: 10_000,
    dnsTimeout: 10_000,
    connectionTimeout: 10_000,
    greetingTimeout: 15_000,
    socketTimeout: 30_000,
  });
  return {
    capacity: connections,
    send: async (mail): Promise<SendOutcome> => {
      const message = composeMail(mail, settings.from);
      // A server that trickles its replies outlives every socket time-out, but not this.
      const signal = AbortSignal.timeout(deadlineMs);
      try {
        const { response } = await transport.sendMail({ ...message, signal });
        return { result: 'sent', note: withoutSecrets(response ?? '', settings) };
      } catch (error) {
        if (signal.aborted) {
          return {
            result: 'failed',
            reason: `The SMTP server did not finish within ${deadlineMs / 1000} s.`,
          };
        }
        return { result: isRefusal(error) ? 'refused' : 'failed', reason: describe(error, settings) };
      }
    },
    close: () => transport.close(),
  };
}

/** Whether the server said for good that it does not take this mail: not so for our log-in or our sender address. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = property(error, 'code');
  if (code !== 'EENVELOPE' && code !== 'EMESSAGE') return false;
  if (property(error, 'command') === 'MAIL FROM') return false;
  const status = property(error, 'responseCode');
  return typeof status !== 'number' || (status >= 500 && status < 600 && status !== 503);
}

function describe(error: unknown, settings: SmtpSettings): string {
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error ? property(error, 'code') : undefined;
  return withoutSecrets(
    typeof code === 'string' && !text.includes(code) ? `${code}: ${text}` : text,
    settings,
  );
}

/** A server may repeat what it was sent, in any of the forms that the password travels in. */
function withoutSecrets(text: string, settings: SmtpSettings): string {
  let clean = text;
  for (const secret of secretsOf(settings)) clean = clean.replaceAll(secret, '***');
  return clean
    .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .trim()
    .slice(0, longestReason);
}

function secretsOf({ credentials }: SmtpSettings): string[] {
  if (credentials === undefined || credentials.password === '') return [];
  const { user, password } = credentials;
  return [base64(`\0${user}\0${password}`), base64(password), encodeURIComponent(password), password];
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function property(error: Error, name: string): unknown {
  return Reflect.get(error, name);
}
