import { createTransport } from 'nodemailer';
import { composeMail } from './composeMail.js';
import { offersUtf8 } from './offersUtf8.js';
import type { MailSender, SendOutcome } from './sender.js';
import { isFinalRefusal, type SmtpFailure, statusOf } from './smtpRefusal.js';
import type { SmtpSettings } from './smtpSettings.js';

/** Connections to the SMTP server at once, per process. */
const connections = 4;
/** Most characters of an error that are kept. */
const maxReasonLength = 500;

export interface SmtpSenderOptions {
  /** When to give up on one mail, in milliseconds. Must stay below the minute that a claim lasts. */
  readonly deadlineMs?: number;
}

/** Sends by SMTP over a few kept connections. Nothing is sent or checked until the first mail. */
export function openSmtpSender(settings: SmtpSettings, options: SmtpSenderOptions = {}): MailSender {
  const longest = options.deadlineMs ?? 45_000;
  const server = {
    host: settings.host,
    port: settings.port,
    secure: settings.secure,
    requireTLS: settings.requireTls,
    ignoreTLS: settings.ignoreTls,
    tls: { rejectUnauthorized: settings.verifyCertificate },
    dnsTimeout: 10_000,
    connectionTimeout: 10_000,
    greetingTimeout: 15_000,
    socketTimeout: 30_000,
  };
  const transport = createTransport({
    ...server,
    pool: true,
    ...(settings.credentials === undefined
      ? {}
      : { auth: { user: settings.credentials.user, pass: settings.credentials.password } }),
    maxConnections: connections,
    // The outbox retries and counts; a hidden retry could deliver twice within one attempt.
    maxRequeues: 0,
    idleTimeout: 10_000,
  });
  return {
    capacity: connections,
    keepsMails: false,
    send: async (mail, withinMs = longest): Promise<SendOutcome> => {
      const deadlineMs = Math.min(withinMs, longest);
      const message = composeMail(mail, settings.from);
      // A server that trickles its replies outlives every socket time-out, but not this.
      const signal = AbortSignal.timeout(deadlineMs);
      try {
        if (needsUtf8(mail.recipient) && !(await offersUtf8(server, signal))) return unsendable;
        const { response } = await transport.sendMail({ ...message, signal });
        return { result: 'sent', note: withoutSecrets(response ?? '', settings) };
      } catch (error) {
        if (signal.aborted) {
          return {
            result: 'failed',
            reason: `The SMTP server did not finish within ${deadlineMs / 1000} s.`,
          };
        }
        const reason = describe(error, settings);
        const failure = failureOf(error);
        const status = statusOf(failure.response);
        return isFinalRefusal(failure)
          ? { result: 'refused', cause: 'refused', reason, status }
          : { result: 'failed', reason, status };
      }
    },
    close: () => transport.close(),
  };
}

/** Letters beyond ASCII before the `@`; a domain name has a form in ASCII, and is sent in it. */
function needsUtf8(address: string): boolean {
  return /[^\0-\x7f]/.test(address.slice(0, address.lastIndexOf('@')));
}

const unsendable: SendOutcome = {
  result: 'refused',
  cause: 'unsendable',
  reason:
    'The address has letters beyond ASCII before the @, and the SMTP server takes none such: it does not offer SMTPUTF8.',
  status: undefined,
};

function failureOf(error: unknown): SmtpFailure {
  const text = (name: string): string | undefined => {
    const value = error instanceof Error ? property(error, name) : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  return { command: text('command'), response: text('response') };
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
    .slice(0, maxReasonLength);
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
