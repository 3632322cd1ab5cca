import { sql } from 'kysely';
import type { Ambient } from '../../ambient.js';
import { requireQuota } from '../../catalogue/quotas.js';
import type { Transaction } from '../../database/connect.js';
import type { DesktopUserId, ProjectId } from '../../ids.js';
import { type AdmitUserChange, countNewUsers, ensureDesktopUsers } from '../../users/ensureDesktopUsers.js';
import { refuseOtherContact } from '../../users/refuseOtherContact.js';
import { holdWorkspace } from '../../workspace/findWorkspace.js';
import type { AttachedUser, AttachOrder } from './attachOrder.js';

/** Users who stay until the transaction ends. */
export interface HeldUsers {
  /** Undefined: there is no such user. */
  find(user: AttachedUser): DesktopUserId | undefined;
}

/**
 * Finds the users and keeps them from being deleted until the transaction ends. One who is named with an address is created
 * if need be, as an order of desktops does; the others must be there (docs/reference/desktops.md#who-has-a-desktop).
 * @param open the orders whose desktops can be had, as far as is known: nobody is created for another one
 */
export async function holdUsers(
  transaction: Transaction,
  ambient: Ambient,
  projectId: ProjectId,
  orders: readonly AttachOrder[],
  open: readonly AttachOrder[],
  admit: AdmitUserChange,
): Promise<HeldUsers> {
  const people = (some: readonly AttachOrder[]) =>
    some.flatMap((order) => order.users).filter((user) => !user.isGroup);
  const named = people(orders);
  const addressed = people(open).filter((user) => user.email !== '');
  const created = addressed.filter((user) => user.id === '');
  if (created.length > 0) {
    await holdWorkspace(transaction, projectId);
    const names = created.map(({ name }) => name);
    await requireQuota(transaction, projectId, {
      users: await countNewUsers(transaction, projectId, names),
    });
  }
  await ensureDesktopUsers(
    transaction,
    ambient,
    projectId,
    created.map(({ name, email, at }) => ({ name, email, phone: '', at })),
    admit,
  );
  const rows = await transaction
    .selectFrom('desktop_users')
    .select(['id', sql<string>`lower(user_name)`.as('name'), 'user_email as email'])
    .where('project_id', '=', projectId)
    .where(sql<boolean>`lower(user_name) = any(${named.map((user) => user.name.toLowerCase())}::text[])`)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  const ids = new Map(rows.map((row) => [row.name, row.id]));
  // One who is named by the id as well has been neither created nor changed above.
  for (const { name, id, email, at } of addressed) {
    const known = rows.find((row) => row.id === id && row.name === name.toLowerCase());
    if (known !== undefined) refuseOtherContact(name, { email, phone: '' }, { ...known, phone: '' }, at);
  }
  return {
    find: (user) => {
      const id = ids.get(user.name.toLowerCase());
      return user.id === '' || user.id === id ? id : undefined;
    },
  };
}
