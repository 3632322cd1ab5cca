import { computerNameLength } from '../computerName.js';
import { prefixOf } from '../create/nameDesktops.js';
import { userPlace } from './namePolicyFields.js';

/** How a policy names desktops. */
export interface NamingRule {
  readonly namePrefix: string;
  readonly digitNumber: number;
  readonly startNumber: number;
  /** Whether the desktops of each user are numbered for themselves; otherwise no two desktops of the policy have one number. */
  readonly numbersEachUser: boolean;
  /** Whether a beginning that is too long is cut; otherwise such a desktop gets no name. */
  readonly truncatesPrefix: boolean;
}

/** A name, or why there is none. */
export type PolicyName =
  | { readonly name: string; readonly number: number }
  | { readonly fault: 'no-user' | 'too-long' | 'no-number-left' };

/** Whether the names of a policy say whose the desktop is. */
export function containsUser({ namePrefix }: Pick<NamingRule, 'namePrefix'>): boolean {
  return namePrefix.includes(userPlace);
}

/**
 * What a policy's name of one desktop begins with, so short that the number fits behind it.
 * @param userName undefined: the desktop is nobody's
 */
export function beginningOf(
  rule: NamingRule,
  userName: string | undefined,
): { readonly text: string } | { readonly fault: 'no-user' | 'too-long' } {
  if (containsUser(rule) && userName === undefined) return { fault: 'no-user' };
  const text = rule.namePrefix.replaceAll(userPlace, () => prefixOf(userName ?? ''));
  const room = computerNameLength - rule.digitNumber;
  if (text.length > room && !rule.truncatesPrefix) return { fault: 'too-long' };
  return { text: text.slice(0, room) };
}

/**
 * Names for desktops by one policy, in their order: each gets the lowest number from the policy's first one on that is in use for
 * no other desktop and gives a name that nobody has.
 * @param users whose each desktop is; undefined: nobody's
 * @param taken lower-case names that may not be used
 * @param used numbers of the policy's desktops that are there
 */
export function nameByPolicy(
  rule: NamingRule,
  users: readonly (string | undefined)[],
  taken: ReadonlySet<string>,
  used: ReadonlySet<number>,
): PolicyName[] {
  const names = new Set<string>();
  const numbers = new Set<number>();
  const highest = 10 ** rule.digitNumber - 1;
  const reached = new Map<string, number>();
  return users.map((userName) => {
    const beginning = beginningOf(rule, userName);
    if ('fault' in beginning) return beginning;
    const { text } = beginning;
    for (let number = reached.get(text.toLowerCase()) ?? rule.startNumber; number <= highest; number += 1) {
      if (!rule.numbersEachUser && (used.has(number) || numbers.has(number))) continue;
      const name = `${text}${String(number).padStart(rule.digitNumber, '0')}`;
      const key = name.toLowerCase();
      if (taken.has(key) || names.has(key)) continue;
      names.add(key);
      numbers.add(number);
      reached.set(text.toLowerCase(), number + 1);
      return { name, number };
    }
    return { fault: 'no-number-left' };
  });
}
