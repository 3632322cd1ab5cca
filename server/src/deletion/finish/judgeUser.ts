/** What becomes of a user whose desktop has ended. */
export type UserOutcome =
  | { readonly outcome: 'deleted' }
  | { readonly outcome: 'kept'; readonly reason: string };

/**
 * Judges one user alone (S11): gone only if asked for and if no other desktop is theirs.
 * @param otherDesktops the user's desktops besides the ended one, also ones being created or attached, counted while nobody
 * else can give the user another (S10)
 */
export function judgeUser(deleteUsers: boolean, otherDesktops: number): UserOutcome {
  if (!deleteUsers) return { outcome: 'kept', reason: 'deletion of users was not asked for' };
  if (otherDesktops === 0) return { outcome: 'deleted' };
  return { outcome: 'kept', reason: `owns ${otherDesktops} other desktop${otherDesktops === 1 ? '' : 's'}` };
}
