import { sql } from 'kysely';
import { type Ambient, newHexId } from '../ambient.js';
import type { Transaction } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import { asId, type DesktopUserId, type ProjectId } from '../ids.js';
import { retry } from '../retry/retry.js';
import { type Contact, refuseOtherContact } from './refuseOtherContact.js';

/** A user that an order of desktops names. */
export interface NamedUser extends Contact {
  readonly name: string;
  /** Where the order has it, such as `desktops.3.`; empty where its fields are those of the body. */
  readonly at?: string;
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

/** The users that were asked for, found or made. */
export interface EnsuredUsers {
  /** By lower-case name. */
  readonly ids: ReadonlyMap<string, DesktopUserId>;
  /** Those of them who were not there before. */
  readonly made: readonly MadeUser[];
}

export interface MadeUser {
  readonly id: DesktopUserId;
  readonly name: string;
}

/** A user that was there may be deleted before it is locked; then it is created after all. Rarely more than once. */
const maxAttempts = 5;

/**
 * Finds the users by name, without regard to case, or creates them, and keeps them from being deleted until the transaction
 * ends. Of a user who is there only an empty e-mail address or telephone number is filled in; another one is refused.
 * @throws {ApiError} DPL.0409 for an address or number that is not the user's, or when users are deleted as fast as they are
 * made, and what `admit` throws; the transaction must not go on then
 */
export async function ensureDesktopUsers(
  transaction: Transaction,
  ambient: Ambient,
  projectId: ProjectId,
  users: readonly NamedUser[],
  admit: AdmitUserChange,
): Promise<EnsuredUsers> {
  const named = gather(users);
  if (named.size === 0) return { ids: new Map(), made: [] };
  const made: MadeUser[] = [];
  const insertAndHold = async (): Promise<HeldUsers> => {
    const inserted = await insertMissing(transaction, ambient, projectId, named);
    const [first] = inserted;
    if (first !== undefined) {
      const { enterpriseProjectId } = first;
      admit('workspace:users:create', { id: '*', enterpriseProjectId });
    }
    made.push(...inserted.map(({ id, name }) => ({ id, name })));
    return holdUsers(transaction, projectId, [...named.keys()]);
  };
  const isShort = (found: HeldUsers): boolean => found.size < named.size;
  const held = await retry(insertAndHold, { maxAttempts, isOvertaken: isShort });
  if (isShort(held))
    throw new ApiError('DPL.0409', [
      { en: 'the users of the desktops are being deleted at this moment', zh: '这些桌面的用户正在被删除' },
    ]);
  for (const [name, user] of named)
    refuseOtherContact(user.name, user, withGapsFilled(held.get(name) ?? user, user), user.at);
  const filled = await fillGaps(transaction, projectId, named);
  for (const user of filled) admit('workspace:users:update', user);
  return { ids: new Map([...held].map(([name, { id }]) => [name, id])), made };
}

/** How many of these names no user of the project has yet. */
export async function countNewUsers(
  transaction: Transaction,
  projectId: ProjectId,
  names: readonly string[],
): Promise<number> {
  const wanted = [...new Set(names.map((name) => name.toLowerCase()))];
  const { known } = await transaction
    .selectFrom('desktop_users')
    .select(sql<number>`count(*)::integer`.as('known'))
    .where('project_id', '=', projectId)
    .where(sql<boolean>`lower(user_name) = any(${wanted}::text[])`)
    .executeTakeFirstOrThrow();
  return wanted.length - known;
}

/** By lower-case name. */
type HeldUsers = ReadonlyMap<string, Contact & { readonly id: DesktopUserId }>;

/** Each user once, with what is said of them in any place. */
function gather(users: readonly NamedUser[]): ReadonlyMap<string, NamedUser> {
  const named = new Map<string, NamedUser>();
  for (const user of users) {
    const before = named.get(user.name.toLowerCase()) ?? user;
    refuseOtherContact(user.name, user, withGapsFilled(before, user), user.at);
    named.set(user.name.toLowerCase(), { ...before, ...withGapsFilled(before, user) });
  }
  return named;
}

function withGapsFilled(known: Contact, said: Contact): Contact {
  return { email: known.email || said.email, phone: known.phone || said.phone };
}

/**
 * In the order of the names, so that of two orders for the same people the second waits and neither for ever.
 * @returns those who were not there, with the one enterprise project that they were made in
 */
async function insertMissing(
  transaction: Transaction,
  ambient: Ambient,
  projectId: ProjectId,
  named: ReadonlyMap<string, NamedUser>,
): Promise<readonly (MadeUser & { readonly enterpriseProjectId: string })[]> {
  const sorted = [...named].sort(([one], [other]) => (one < other ? -1 : 1));
  return transaction
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
    .returning(['id', 'user_name as name', 'enterprise_project_id as enterpriseProjectId'])
    .execute();
}

async function holdUsers(
  transaction: Transaction,
  projectId: ProjectId,
  names: readonly string[],
): Promise<HeldUsers> {
  const rows = await transaction
    .selectFrom('desktop_users')
    .select(['id', sql<string>`lower(user_name)`.as('name'), 'user_email as email', 'user_phone as phone'])
    .where('project_id', '=', projectId)
    .where(sql<boolean>`lower(user_name) = any(${[...names]}::text[])`)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return new Map(rows.map((row) => [row.name, row]));
}

/** @returns the users that were changed */
async function fillGaps(
  transaction: Transaction,
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
