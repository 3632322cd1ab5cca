import { isIP } from 'node:net';
import { readAddress } from '../../access/policies/addressRanges.js';
import type { ProxyTrust } from './trustedProxies.js';

/** Where a request comes from, and how its sender sent it. */
export interface RequestOrigin {
  /** In its plain form ({@link plainAddress}); undefined when the socket has none. */
  readonly address: string | undefined;
  readonly scheme: 'http' | 'https';
}

/** What is known of a request before anything in it is believed. */
export interface Transport {
  /** The socket's other end. */
  readonly peer: string | undefined;
  /** Whether this service itself spoke TLS. */
  readonly encrypted: boolean;
  /** Values of `X-Forwarded-For` and `X-Forwarded-Proto`; several lines joined by commas. */
  readonly forwardedFor: string | undefined;
  readonly forwardedProto: string | undefined;
}

/**
 * The sender of a request. What a trusted proxy says of its other end is believed, and so on from right to left as long as that
 * end is a trusted proxy, too: the first one that is not is the sender, whatever it says of others. Where a proxy names no address,
 * the proxy itself is the sender. `Forwarded` (RFC 7239) is never read: a proxy that writes one of the two forms passes the other
 * on as the client wrote it.
 */
export function requestOrigin(transport: Transport, isTrusted: ProxyTrust): RequestOrigin {
  const { peer, encrypted, forwardedFor = '', forwardedProto = '' } = transport;
  const own = { address: plainAddress(peer), scheme: encrypted ? 'https' : 'http' } as const;
  if (own.address === undefined || !isTrusted(own.address)) return own;
  let address = own.address;
  let proxies = 1;
  for (const named of forwardedFor.split(',').toReversed()) {
    const next = namedAddress(named.trim());
    if (next === undefined) break;
    address = next;
    if (!isTrusted(next)) break;
    proxies += 1;
  }
  const schemes = forwardedProto.split(',');
  // Said by the proxy that the sender talked to; where the last one has written a single value, by that one.
  const scheme = schemes.at(-Math.min(proxies, schemes.length))?.trim().toLowerCase();
  return { address, scheme: scheme === 'https' || scheme === 'http' ? scheme : own.scheme };
}

/**
 * An address as policies and people write it, in one way only: IPv4 also where the socket speaks IPv6, and without the zone of a
 * link.
 */
export function plainAddress(address: string | undefined): string | undefined {
  if (address === undefined || address === '') return undefined;
  const [unzoned = ''] = address.split('%');
  return readAddress(unzoned)?.address ?? unzoned;
}

/** Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function namedAddress(text: string): string | undefined {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  const plain = plainAddress(bare);
  return plain !== undefined && isIP(plain) !== 0 ? plain : undefined;
}
