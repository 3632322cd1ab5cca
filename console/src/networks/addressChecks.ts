import { formatAddress, parseRange, type Range } from '@deskplane/server/network/ranges.js';

/** The longest prefix that the service takes. */
const longestPrefix = 28;

/** An IPv4 range that may be one of a network or a subnet; the service says whether it fits. */
export function rangeIn(text: string): Range | undefined {
  const range = parseRange(text.trim());
  return range === undefined || range.prefix > longestPrefix ? undefined : range;
}

/** The first address of a range, the usual gateway; empty where it is none. */
export function firstAddressOf(text: string): string {
  const range = rangeIn(text);
  return range === undefined ? '' : formatAddress(range.base + 1);
}

/** Addresses that are written one after the other. */
export function addressesIn(text: string): readonly string[] {
  return text.split(/[\s,;，；]+/).filter((each) => each !== '');
}

/** Ports and ranges of ports, such as `22,80-90`. */
export function arePorts(text: string): boolean {
  return text.split(',').every((part) => {
    const [, least = '', most = least] = /^([1-9]\d{0,4})(?:-([1-9]\d{0,4}))?$/.exec(part) ?? [];
    return least !== '' && Number(least) <= Number(most) && Number(most) <= 65_535;
  });
}

export const nameLength = 64;

/** Whether it can name something: not blank, not too long. */
export function isName(text: string): boolean {
  return text.trim() !== '' && text.length <= nameLength;
}
