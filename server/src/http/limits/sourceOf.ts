import { isIPv6 } from 'node:net';
import { plainAddress } from '../origin/requestOrigin.js';

/**
 * Where a request comes from, as far as counting goes: the IPv4 address, or the first half of an IPv6 address, since one
 * host has the whole second half to choose from.
 * @param address of the socket's other end
 */
export function sourceOf(address: string | undefined): string {
  const plain = plainAddress(address) ?? 'local';
  return isIPv6(plain) ? `${firstHalf(plain)}::/64` : plain;
}

function firstHalf(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  // An IPv4 address at the end stands for two groups.
  const dotted = [...before, ...after].some((group) => group.includes('.')) ? 1 : 0;
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length - dotted);
  return [...before, ...Array.from({ length: missing }, () => '0'), ...after]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
