import { isIPv4, isIPv6 } from 'node:net';

/** A range of addresses of one family. */
export interface Cidr {
  readonly family: 4 | 6;
  /** The first address as a number. */
  readonly base: bigint;
  /** Bits that all addresses of the range share. */
  readonly prefix: number;
}

/**
 * Reads `192.0.2.0/24` or `2001:db8::/32`. Bits beyond the prefix are taken as zero.
 * @returns undefined when the text is no such range
 */
export function parseCidr(text: string): Cidr | undefined {
  const [address = '', length = '', ...more] = text.split('/');
  const base = parseAddress(address);
  if (base === undefined || more.length > 0 || !/^\d{1,3}$/.test(length)) return undefined;
  const family = isIPv4(address) ? 4 : 6;
  const prefix = Number(length);
  if (prefix > bitsOf(family)) return undefined;
  return { family, prefix, base: base & maskOf(family, prefix) };
}

/** An address as a number, or undefined when the text is none. Zones (`%eth0`) are not taken. */
export function parseAddress(text: string): bigint | undefined {
  if (isIPv4(text)) return text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const [head = '', tail] = text.split('::');
  const first = groupsOf(head);
  const last = tail === undefined ? [] : groupsOf(tail);
  const missing = Array.from({ length: 8 - first.length - last.length }, () => 0n);
  return [...first, ...missing, ...last].reduce((sum, group) => sum * 65_536n + group, 0n);
}

/** The range as nft and ip read it. */
export function formatCidr({ family, base, prefix }: Cidr): string {
  return `${formatAddress(family, base)}/${prefix}`;
}

/** Whether every address of `inner` is one of `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return (
    outer.family === inner.family &&
    outer.prefix <= inner.prefix &&
    (inner.base & maskOf(outer.family, outer.prefix)) === outer.base
  );
}

/** The ranges without those that lie in others, in order: what a set of nft takes. */
export function withoutContained(ranges: readonly Cidr[]): Cidr[] {
  const kept: Cidr[] = [];
  const inOrder = [...ranges].sort((one, other) =>
    one.base === other.base ? one.prefix - other.prefix : one.base < other.base ? -1 : 1,
  );
  // Of two ranges that share addresses one lies in the other, and the larger comes first.
  for (const range of inOrder) {
    const last = kept.at(-1);
    if (last === undefined || !contains(last, range)) kept.push(range);
  }
  return kept;
}

function groupsOf(text: string): bigint[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [BigInt(`0x${group}`)];
    const address = parseAddress(group) ?? 0n;
    return [address >> 16n, address & 0xffffn];
  });
}

function formatAddress(family: 4 | 6, address: bigint): string {
  const [size, count, separator, radix] = family === 4 ? [8n, 4, '.', 10] : [16n, 8, ':', 16];
  const groups = Array.from({ length: count }, (_, index) => {
    const shift = BigInt(count - 1 - index) * size;
    return ((address >> shift) & ((1n << size) - 1n)).toString(radix);
  });
  return groups.join(separator);
}

function maskOf(family: 4 | 6, prefix: number): bigint {
  const bits = BigInt(bitsOf(family));
  return ((1n << BigInt(prefix)) - 1n) << (bits - BigInt(prefix));
}

function bitsOf(family: 4 | 6): number {
  return family === 4 ? 32 : 128;
}
