import type { Ambient } from '../ambient.js';

/** A MAC address of the range that clouds give to their ports. */
export function newMacAddress(ambient: Ambient): string {
  const bytes = [...ambient.randomBytes(3)].map((byte) => byte.toString(16).padStart(2, '0'));
  return ['fa', '16', '3e', ...bytes].join(':');
}
