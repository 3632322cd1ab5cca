import type { Ambient } from '../ambient.js';
import type { Transaction } from '../database/connect.js';
import type { ProjectId } from '../ids.js';
import { type AdmitUserChange, ensureDesktopUsers, type MadeUser } from '../users/ensureDesktopUsers.js';
import { atPlace } from './atPlace.js';
import type { Fixtures } from './fixtureSchemas.js';
import { wrong } from './readFault.js';

/** @throws {ApiError} WKS.0001 for a name that is there twice, without regard to case */
export function refuseRepeatedUsers(users: NonNullable<Fixtures['users']>): void {
  const first = new Map<string, number>();
  for (const [index, { name }] of users.entries()) {
    const earlier = first.get(name.toLowerCase());
    if (earlier !== undefined)
      throw wrong(
        `users.${index}.name`,
        `is the name of users.${earlier} already; name each user once`,
        `与users.${earlier}重名，每个用户只能列出一次`,
      );
    first.set(name.toLowerCase(), index);
  }
}

interface UsersOrder {
  readonly projectId: ProjectId;
  readonly fixtures: Fixtures;
  readonly admitUserChange: AdmitUserChange;
}

/**
 * Makes the desktop users who are not there: one by one, so that each refusal has its place, and in the order of the names, as those of
 * one order are held.
 * @returns who was made, in the order of the file
 * @throws {ApiError} as {@link ensureDesktopUsers}, with the place in the fixtures as its detail
 */
export async function loadUsers(
  transaction: Transaction,
  ambient: Ambient,
  { projectId, fixtures, admitUserChange }: UsersOrder,
): Promise<MadeUser[]> {
  const made: { readonly index: number; readonly user: MadeUser }[] = [];
  const keyed = (fixtures.users ?? []).map((user, index) => ({
    ...user,
    index,
    key: user.name.toLowerCase(),
  }));
  for (const { index, name, email = '' } of keyed.sort((one, other) => (one.key < other.key ? -1 : 1))) {
    const ensured = await atPlace(
      `users.${index}`,
      () =>
        ensureDesktopUsers(transaction, ambient, projectId, [{ name, email, phone: '' }], admitUserChange),
      { user_email: 'email' },
    );
    made.push(...ensured.made.map((user) => ({ index, user })));
  }
  return made.sort((one, other) => one.index - other.index).map(({ user }) => user);
}
