import { sql } from 'kysely';
import { type Ambient, newHexId } from '../ambient.js';
import type { Database } from '../database/connect.js';
import { ApiError } from '../http/errors.js';
import { asId, type DesktopUserId, type ProjectId } from '../ids.js';

/** A person that an order of desktops names. */
export interface NamedUser {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

/**
 * Asked before anything of it stands, whether a user may be made or changed on the way.
 * @param user id `*` for one who is made
 * @throws {ApiError} DPL.0403
 */
export type AdmitUserChange = (
  action: 'workspace:users:create' | 'workspace:users:update',
  user: { readonly id: string; readonly enterpriseProjectId: string },
) => void;

/** A user that was there may be deleted before it is locked; then it is created after all. Rarely more than once. */
const mostAttempts = 5;

/**
 * Finds the users by name, without regard to case, or creates them, and keeps them from being deleted until the transaction
 * ends. A user who is there keeps what is known; only an empty e-mail address or telephone number is filled in.
 * @returns the ids by lower-case name
 * @throws {ApiError} DPL.0409 when users are deleted as fast as they are made, and what `admit` throws; the transaction must not
 * go on then
 */
export async function ensureDesktopUsers(
  transaction: Database,
  ambient: Ambient,
  projectId: ProjectId,
  users: readonly NamedUser[],
  admit: AdmitUserChange,
): Promise<ReadonlyMap<string, DesktopUserId>> {
  const named = new Map<string, NamedUser>();
  for (const user of users) {
    const known = named.get(user.name.toLowerCase());
    if (known === undefined) named.set(user.name.toLowerCase(), user);
  }
  for (let attempt = 0; attempt < mostAttempts && named.size > 0; attempt += 1) {
    const made = await insertMissing(transaction, ambient, projectId, named);
    if (made !== undefined) admit('workspace:users:create', { id: '*', enterpriseProjectId: made });
    const ids = await holdUsers(transaction, projectId, [...named.keys()]);
    if (ids.size === named.size) {
      const filled = await fillGaps(transaction, projectId, named);
      for (const user of filled) admit('workspace:users:update', user);
      return ids;
    }
  }
  if (named.size === 0) return new Map();
  throw new ApiError('DPL.0409', ['the users of the desktops are being deleted at this moment']);
}

/**
 * In the order of the names, so that of two orders for the same people the second waits and neither for ever.
 * @returns the enterprise project that they were made in; undefined when all were there
 */
async function insertMissing(
  transaction: Database,
  ambient: Ambient,
  projectId: ProjectId,
  named: ReadonlyMap<string, NamedUser>,
): Promise<string | undefined> {
  const sorted = [...named].sort(([one], [other]) => (one < other ? -1 : 1));
  const made = await transaction
    .insertInto('desktop_users')
    .values(
      sorted.map(([, user]) => ({
        id: asId<DesktopUserId>(newHexId(ambient)),
        project_id: projectId,
        user_name: user.name,
        user_email: user.email,
        user_phone: user.phone,
        account_expires_at: null,
        password_hash: null,
        created_at: ambient.now(),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('enterprise_project_id')
    .execute();
  return made[0]?.enterprise_project_id;
}

async function holdUsers(
  transaction: Database,
  projectId: ProjectId,
  names: readonly string[],
): Promise<Map<string, DesktopUserId>> {
  const rows = await transaction
    .selectFrom('desktop_users')
    .select(['id', sql<string>`lower(user_name)`.as('name')])
    .where('project_id', '=', projectId)
    .where(sql<boolean>`lower(user_name) = any(${[...names]}::text[])`)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return new Map(rows.map((row) => [row.name, row.id]));
}

/** @returns the users that were changed */
async function fillGaps(
  transaction: Database,
  projectId: ProjectId,
  named: ReadonlyMap<string, NamedUser>,
): Promise<readonly { readonly id: string; readonly enterpriseProjectId: string }[]> {
  const users = [...named].map(([name, user]) => ({ name, email: user.email, phone: user.phone }));
  const { rows } = await sql<{ readonly id: string; readonly enterpriseProjectId: string }>`
    update desktop_users
    set user_email = case when user_email = '' then given.email else user_email end,
      user_phone = case when user_phone = '' then given.phone else user_phone end
    from jsonb_to_recordset(${JSON.stringify(users)}::jsonb) as given (name text, email text, phone text)
    where desktop_users.project_id = ${projectId} and lower(desktop_users.user_name) = given.name
      and ((user_email = '' and given.email <> '') or (user_phone = '' and given.phone <> ''))
    returning desktop_users.id, enterprise_project_id as "enterpriseProjectId"`.execute(transaction);
  return rows;
}
