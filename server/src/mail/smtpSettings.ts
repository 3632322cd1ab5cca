import { isMailAddress } from '../text/emailAddress.js';

/** An SMTP server and how to speak to it, out of `SMTP_URL`. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps://`). */
  readonly secure: boolean;
  /** Give up unless STARTTLS succeeds. */
  readonly requireTls: boolean;
  /** Do not use STARTTLS even if offered. */
  readonly ignoreTls: boolean;
  /** False: take any certificate. */
  readonly verifyCertificate: boolean;
  readonly credentials: { readonly user: string; readonly password: string } | undefined;
  /** The sender's address. */
  readonly from: string;
}

const switches = ['requireTLS', 'ignoreTLS', 'tls.rejectUnauthorized'] as const;

/**
 * Reads `SMTP_URL`: `smtp[s]://[user:password@]host[:port][?from=…&requireTLS=…&ignoreTLS=…&tls.rejectUnauthorized=…]`.
 * Ports default to 587 and 465. A password is never sent in the clear to another machine unless `requireTLS=false` or
 * `ignoreTLS=true` asks for it. Without `from` the sender is `deskplane@<host name of this machine>`.
 * @param hostname this machine's name
 * @throws Error that says what is wrong with the URL and never repeats it, as it may hold a password
 */
export function readSmtpUrl(smtpUrl: string, hostname: string): SmtpSettings {
  const url = parse(smtpUrl);
  const secure = url.protocol === 'smtps:';
  if (!secure && url.protocol !== 'smtp:') throw wrong('must start with smtp:// or smtps://');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (host === '') throw wrong('names no server');
  for (const key of url.searchParams.keys()) {
    if (key !== 'from' && !switches.some((name) => name === key)) {
      throw wrong(`has an unknown option "${key.slice(0, 40)}"; known are from, ${switches.join(', ')}`);
    }
    if (url.searchParams.getAll(key).length > 1) throw wrong(`gives "${key}" twice`);
  }
  const credentials =
    url.username === '' ? undefined : { user: decode(url.username), password: decode(url.password) };
  const ignoreTls = switchOf(url, 'ignoreTLS') ?? false;
  const exposed = credentials !== undefined && !isLoopback(host) && !ignoreTls;
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTls: !secure && (switchOf(url, 'requireTLS') ?? exposed),
    ignoreTls,
    verifyCertificate: switchOf(url, 'tls.rejectUnauthorized') ?? true,
    credentials,
    from: readFrom(url, hostname),
  };
}

/** `deskplane@<host name>`, or `deskplane@localhost` where the machine's name is no domain name. */
export function defaultSender(hostname: string): string {
  const address = `deskplane@${hostname.toLowerCase()}`;
  return isMailAddress(address) ? address : 'deskplane@localhost';
}

function readFrom(url: URL, hostname: string): string {
  const from = url.searchParams.get('from');
  if (from === null) return defaultSender(hostname);
  if (!isMailAddress(from)) throw wrong('has an option "from" that is not a plain mail address');
  return from;
}

function switchOf(url: URL, name: (typeof switches)[number]): boolean | undefined {
  const value = url.searchParams.get(name);
  if (value === null) return undefined;
  if (value !== 'true' && value !== 'false')
    throw wrong(`has an option "${name}" that is neither true nor false`);
  return value === 'true';
}

function parse(smtpUrl: string): URL {
  if (!URL.canParse(smtpUrl)) {
    throw wrong('is not a URL; characters such as @ : / ? # in the password must be percent-encoded');
  }
  return new URL(smtpUrl);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw wrong('has a % in its user name or password that starts no percent-encoding; write %25');
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function wrong(what: string): Error {
  return new Error(`SMTP_URL ${what}.`);
}
