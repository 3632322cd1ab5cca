import { computerNameLength } from '../computerName.js';

/** What is known of a desktop's name when it is ordered. */
export interface NameWish {
  /** The name itself, if the caller chose one. */
  readonly name: string | undefined;
  /** Where the order has that name. */
  readonly field?: string;
  /** What a made-up name begins with. */
  readonly prefix: string;
  /** Whether the caller chose the prefix. */
  readonly choosesPrefix?: boolean;
}

/** A prefix that a number of two digits fits behind has at most this many characters. */
export const maxPrefixLength = computerNameLength - 2;

/**
 * Names for new desktops: the wanted ones, and for the rest the prefix with the lowest number from 01 that gives a name not
 * in use. Names count as equal regardless of case. Whether a wanted name is free is for the caller to see.
 * @param taken lower-case names that may not be used: of desktops and of users
 */
export function nameDesktops(wishes: readonly NameWish[], taken: ReadonlySet<string>): string[] {
  const chosen = new Set(wishes.flatMap((wish) => wish.name?.toLowerCase() ?? []));
  const reached = new Map<string, number>();
  return wishes.map((wish) => {
    if (wish.name !== undefined) return wish.name;
    for (let number = reached.get(wish.prefix) ?? 1; ; number += 1) {
      const digits = String(number).padStart(2, '0');
      const name = `${wish.prefix.slice(0, computerNameLength - digits.length)}${digits}`;
      const key = name.toLowerCase();
      if (taken.has(key) || chosen.has(key)) continue;
      chosen.add(key);
      reached.set(wish.prefix, number + 1);
      return name;
    }
  });
}

/** A user name as the beginning of a desktop's name: what a desktop's name may not contain is left out. */
export function prefixOf(userName: string): string {
  const letters = userName.replace(/[^A-Za-z0-9-]/g, '').replace(/^-+/, '');
  return letters === '' ? 'desktop' : letters;
}
