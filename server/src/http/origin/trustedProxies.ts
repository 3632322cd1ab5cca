import { matchRanges, readAddress } from '../../access/policies/addressRanges.js';

/** An address, or all that begin with the same bits. */
export interface AddressRange {
  /** In its plain form: no zone, no IPv4 inside IPv6. */
  readonly address: string;
  readonly family: 'ipv4' | 'ipv6';
  /** Bits that count, at least 1: nobody means the whole Internet. */
  readonly prefix: number;
}

/** Reads `192.0.2.1`, `192.0.2.0/24`, `2001:db8::/32`; undefined for everything else. */
export function parseAddressRange(text: string): AddressRange | undefined {
  const [, address = '', given] = /^([\da-fA-F.:]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const found = readAddress(address);
  if (found === undefined || (found.family === 'ipv4' && address.includes(':'))) return undefined;
  const bits = found.family === 'ipv4' ? 32 : 128;
  const prefix = given === undefined ? bits : Number(given);
  if (prefix < 1 || prefix > bits) return undefined;
  return { ...found, prefix };
}

/** Whether an address, in its plain form, is a trusted proxy's. */
export type ProxyTrust = (address: string) => boolean;

/** Ranges speak of their own family, as those of policies do. */
export function trustProxies(ranges: readonly AddressRange[]): ProxyTrust {
  if (ranges.length === 0) return () => false;
  const holds = matchRanges(ranges);
  return (address) => {
    const found = readAddress(address);
    return found !== undefined && holds(found);
  };
}
