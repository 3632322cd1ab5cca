import type { Transaction } from '../../database/connect.js';
import { asId, type DesktopUserId, type ProjectId, type UserGroupId } from '../../ids.js';
import { type AttachOrder, refuseNamedTwice } from './attachOrder.js';

/**
 * The orders with the names of those who are named by the id alone. Of an id that nobody has the name stays empty, and is nobody's.
 * @throws {ApiError} WKS.0001 for one who is named twice for a desktop, by name and by id
 */
export async function nameUsers(
  transaction: Transaction,
  projectId: ProjectId,
  orders: readonly AttachOrder[],
): Promise<readonly AttachOrder[]> {
  const nameless = orders.flatMap((order) => order.users).filter(({ name }) => name === '');
  if (nameless.length === 0) return orders;
  const idsOf = (groups: boolean) => nameless.filter(({ isGroup }) => isGroup === groups).map(({ id }) => id);
  const names = {
    users: await namesOfUsers(transaction, projectId, idsOf(false)),
    groups: await namesOfGroups(transaction, projectId, idsOf(true)),
  };
  return orders.map((order, index) => {
    const users = order.users.map((user) => {
      const known = user.isGroup ? names.groups : names.users;
      return user.name === '' ? { ...user, name: known.get(user.id) ?? '' } : user;
    });
    refuseNamedTwice(users, `desktops.${index}`);
    return { ...order, users };
  });
}

async function namesOfUsers(transaction: Transaction, projectId: ProjectId, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, string>();
  const rows = await transaction
    .selectFrom('desktop_users')
    .select(['id', 'user_name as name'])
    .where('project_id', '=', projectId)
    .where('id', 'in', ids.map(asId<DesktopUserId>))
    .execute();
  return new Map<string, string>(rows.map(({ id, name }) => [id, name]));
}

async function namesOfGroups(transaction: Transaction, projectId: ProjectId, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, string>();
  const rows = await transaction
    .selectFrom('user_groups')
    .select(['id', 'name'])
    .where('project_id', '=', projectId)
    .where('id', 'in', ids.map(asId<UserGroupId>))
    .execute();
  return new Map<string, string>(rows.map(({ id, name }) => [id, name]));
}
