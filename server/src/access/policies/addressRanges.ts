import { BlockList, isIP, SocketAddress } from 'node:net';

/** An IP address of one of the two families. */
export interface Address {
  readonly address: string;
  readonly family: 'ipv4' | 'ipv6';
}

export interface AddressRange extends Address {
  /** Leading bits that count: up to 32 or 128. */
  readonly prefix: number;
}

/**
 * Reads an address. One that is IPv4-mapped (`::ffff:192.0.2.1`, RFC 4291 §2.5.5.2) is the IPv4 address.
 * @returns undefined for what is none; addresses with a zone (`fe80::1%eth0`) mean something on one machine only
 */
export function readAddress(text: string): Address | undefined {
  const version = text.includes('%') ? 0 : isIP(text);
  if (version === 0) return undefined;
  if (version === 4) return { address: text, family: 'ipv4' };
  // However it was written, this writes a mapped address in one way only.
  const { address } = new SocketAddress({ address: text, family: 'ipv6' });
  const mapped = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : '';
  return isIP(mapped) === 4 ? { address: mapped, family: 'ipv4' } : { address, family: 'ipv6' };
}

/**
 * Reads an address or a range: `192.0.2.0/24`, `2001:db8::/32`. A range speaks of its own family: of IPv6 ranges only those
 * that lie inside `::ffff:0:0/96` speak of IPv4.
 * @returns undefined for what is none
 */
export function readRange(text: string): AddressRange | undefined {
  const [written = '', prefix, ...rest] = text.split('/');
  const found = readAddress(written);
  if (found === undefined || rest.length > 0) return undefined;
  const bits = written.includes(':') ? 128 : 32;
  if (prefix !== undefined && !(/^(?:0|[1-9]\d{0,2})$/.test(prefix) && Number(prefix) <= bits))
    return undefined;
  const length = prefix === undefined ? bits : Number(prefix);
  if (bits === 32 || found.family === 'ipv6') return { ...found, prefix: length };
  return length >= 96
    ? { ...found, prefix: length - 96 }
    : { address: written, family: 'ipv6', prefix: length };
}

/** A test whether an address lies in one of the ranges. */
export function matchRanges(ranges: readonly AddressRange[]): (address: Address) => boolean {
  // One list per family: in a list of both, an IPv4 address would lie in `::/0`.
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const { address, prefix, family } of ranges) lists[family].addSubnet(address, prefix, family);
  return ({ address, family }) => lists[family].check(address, family);
}
