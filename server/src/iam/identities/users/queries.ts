import type { Database } from '../../../database/connect.js';
import { asId, type DomainId, type IamUserId } from '../../../ids.js';

/** A user without its password. */
export interface User {
  readonly id: IamUserId;
  readonly domain_id: DomainId;
  readonly name: string;
  readonly enabled: boolean;
  readonly is_root: boolean;
  readonly description: string;
  readonly email: string;
  readonly areacode: string;
  readonly phone: string;
  readonly access_mode: string;
  readonly created_at: Date;
  readonly updated_at: Date | null;
  readonly password_changed_at: Date | null;
  readonly must_change_password: boolean;
}

export const userColumns = [
  'id',
  'domain_id',
  'name',
  'enabled',
  'is_root',
  'description',
  'email',
  'areacode',
  'phone',
  'access_mode',
  'created_at',
  'updated_at',
  'password_changed_at',
  'must_change_password',
] as const satisfies readonly (keyof User)[];

export interface UserFilter {
  readonly name?: string | undefined;
  readonly enabled?: boolean | undefined;
}

/** The users of one account, by name. */
export async function listUsers(database: Database, domainId: DomainId, filter: UserFilter): Promise<User[]> {
  let query = database
    .selectFrom('iam_users')
    .select(userColumns)
    .where('domain_id', '=', domainId)
    .orderBy('name')
    .orderBy('id');
  if (filter.name !== undefined) query = query.where('name', '=', filter.name);
  if (filter.enabled !== undefined) query = query.where('enabled', '=', filter.enabled);
  return query.execute();
}

/** One user of the account; nothing for a missing and for a foreign one. */
export async function findUser(
  database: Database,
  domainId: DomainId,
  id: string,
): Promise<User | undefined> {
  return database
    .selectFrom('iam_users')
    .select(userColumns)
    .where('domain_id', '=', domainId)
    .where('id', '=', asId<IamUserId>(id))
    .executeTakeFirst();
}
