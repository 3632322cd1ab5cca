/** An IPv4 range in network order, parsed. */
export interface Range {
  /** The network's address as a number. */
  readonly base: number;
  readonly prefix: number;
}

/**
 * Reads `a.b.c.d/n`.
 * @returns undefined when it is no such text or has bits set beyond the prefix
 */
export function parseRange(cidr: string): Range | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const prefix = parts.pop() ?? 33;
  if (prefix > 32 || parts.some((part) => part > 255)) return undefined;
  const base = parts.reduce((sum, part) => sum * 256 + part, 0);
  return base % 2 ** (32 - prefix) === 0 ? { base, prefix } : undefined;
}

/** `a.b.c.d/n` of a range. */
export function formatRange({ base, prefix }: Range): string {
  return `${formatAddress(base)}/${prefix}`;
}

/** `a.b.c.d` of an address given as a number. */
export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/**
 * The first ranges of the given prefix inside a range, each with its first usable address.
 * @throws {RangeError} when there is not room for so many
 */
export function splitRange(
  cidr: string,
  prefix: number,
  count: number,
): { cidr: string; firstAddress: string }[] {
  const whole = parseRange(cidr);
  if (whole === undefined || 2 ** (prefix - whole.prefix) < count) {
    throw new RangeError(`${cidr} has no room for ${count} ranges of /${prefix}.`);
  }
  return Array.from({ length: count }, (_, index) => {
    const base = whole.base + index * 2 ** (32 - prefix);
    return { cidr: formatRange({ base, prefix }), firstAddress: formatAddress(base + 1) };
  });
}
