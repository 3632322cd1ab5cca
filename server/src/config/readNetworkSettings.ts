import { type AddressRange, parseAddressRange } from '../http/origin/trustedProxies.js';
import type { TlsFiles } from './config.js';
import type { ConfigKeyName } from './configKeys.js';

/** Notes what is wrong with a setting. */
export type Fail = (key: ConfigKeyName, message: string) => undefined;

/** @returns scheme, host and port; undefined when not given, or told to `fail` */
export function readPublicUrl(value: string | undefined, fail: Fail): string | undefined {
  if (value === undefined) return undefined;
  const wrong = (): undefined =>
    fail(
      'DESKPLANE_PUBLIC_URL',
      'must be https:// or http://, a host and optionally a port, such as https://desktops.example.com, without a path: ' +
        'signatures cover the path, so a proxy cannot change it',
    );
  if (!/^https?:\/\/[^/?#@\s]+\/?$/i.test(value) || !URL.canParse(value)) return wrong();
  return new URL(value).origin;
}

/** @param value separated by commas or blanks */
export function readTrustedProxies(value: string, fail: Fail): readonly AddressRange[] {
  const ranges: AddressRange[] = [];
  for (const text of value.split(/[\s,]+/).filter((part) => part !== '')) {
    const range = parseAddressRange(text);
    if (range === undefined) {
      fail(
        'DESKPLANE_TRUSTED_PROXIES',
        `must be addresses or ranges such as 192.0.2.1, 10.0.0.0/8, 2001:db8::/64, not "${shorten(text)}"`,
      );
    } else ranges.push(range);
  }
  return ranges;
}

/** Whether browsers on other machines may sign in over plain HTTP. */
export function readPlainHttp(value: string, fail: Fail): boolean {
  if (value !== 'refuse' && value !== 'allow')
    fail('DESKPLANE_SIGN_IN_PLAIN_HTTP', `must be refuse or allow, not "${shorten(value)}"`);
  return value === 'allow';
}

/** Both files or neither. */
export function readTls(
  certificate: string | undefined,
  key: string | undefined,
  fail: Fail,
): TlsFiles | undefined {
  if (certificate === undefined && key === undefined) return undefined;
  if (key === undefined) return fail('DESKPLANE_TLS_KEY', 'is missing: the certificate needs its key');
  if (certificate === undefined)
    return fail('DESKPLANE_TLS_CERTIFICATE', 'is missing: the key needs its certificate');
  return { certificate, key };
}

/** A value, cut so that it fits into a message. */
export function shorten(value: string): string {
  return value.length > 60 ? `${value.slice(0, 60)}…` : value;
}
