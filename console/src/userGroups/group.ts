import type { Answer, OperationName } from '../api/operations';

export type UserGroup = Answer<'ListUserGroups'>['user_groups'][number];
export type Member = Answer<'ListUsersOfGroup'>['users'][number];

/** As many groups as one answer has room for. */
export const groupsAtOnce = 100;

/** What is read again when groups have changed. */
export const staleGroups: readonly OperationName[] = [
  'ListUserGroups',
  'ListUsersOfGroup',
  'ListUsers',
  'ListUserDetail',
  'ListDesktopsDetail',
  'ShowDesktopDetail',
];

/** What `useReadAll` finds in an answer. */
export function groupsIn({ user_groups, total_count }: Answer<'ListUserGroups'>) {
  return { items: user_groups, total: total_count };
}
