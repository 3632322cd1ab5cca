import type { Insertable } from 'kysely';
import type { Ambient } from '../../../ambient.js';
import { newHexId } from '../../../ambient.js';
import { noteMade } from '../../../auditEvents/openAuditEvent.js';
import type { Database, Transaction } from '../../../database/connect.js';
import type { Schema } from '../../../database/schema.js';
import { ApiError } from '../../../errors/errors.js';
import { asId, type DomainId, type IamUserId } from '../../../ids.js';
import type { Passwords } from '../../../secrets/passwords.js';
import { lockAccount } from '../../grants/lockAccount.js';
import { type Contact, parseEmail, parsePhone } from '../contact.js';
import { parseDescription, parseName } from '../names.js';
import { checkNewPassword } from '../passwordRules.js';
import { accountQuotas } from '../quotas.js';
import { type User, userColumns } from './queries.js';

export interface UserParts {
  readonly database: Database;
  readonly ambient: Ambient;
  readonly passwords: Passwords;
}

export type AccessMode = 'default' | 'programmatic' | 'console';

export interface NewUser extends Partial<Contact> {
  readonly name: string;
  /** Omitted: the user cannot sign in by password, only use access keys. */
  readonly password?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly description?: string | undefined;
  readonly accessMode?: AccessMode | undefined;
  /** Before anything else in the console. */
  readonly mustChangePassword?: boolean | undefined;
}

/** A new user whose fields have passed. */
export interface PreparedUser {
  readonly values: Pick<
    Insertable<Schema['iam_users']>,
    | 'name'
    | 'likeness'
    | 'password_hash'
    | 'enabled'
    | 'description'
    | 'email'
    | 'areacode'
    | 'phone'
    | 'access_mode'
    | 'must_change_password'
  >;
  readonly hasPassword: boolean;
}

/**
 * Adds a user to an account.
 * @throws {ApiError} as {@link prepareUser} and {@link createUserIn}
 */
export async function createUser(parts: UserParts, domainId: DomainId, user: NewUser): Promise<User> {
  const prepared = await prepareUser(parts, user);
  return parts.database
    .transaction()
    .execute((transaction) => createUserIn(transaction, parts.ambient, domainId, prepared));
}

/**
 * Looks at the fields of a new user and hashes the password, which takes too long for a transaction.
 * @throws {ApiError} 1101–1118 for what is wrong with name, password or contact
 */
export async function prepareUser(
  { ambient, passwords }: Omit<UserParts, 'database'>,
  user: NewUser,
): Promise<PreparedUser> {
  const { name, likeness } = parseName(user.name);
  const description = parseDescription(user.description ?? '');
  const email = parseEmail(user.email ?? '');
  const phone = parsePhone(user.areacode ?? '', user.phone ?? '');
  if (user.password !== undefined) checkNewPassword(user.password, name);
  // Nobody ever learns the other one.
  const secret = user.password ?? ambient.randomBytes(32).toString('base64url');
  return {
    values: {
      name,
      likeness,
      password_hash: await passwords.hash(secret),
      enabled: user.enabled ?? true,
      description,
      email,
      ...phone,
      access_mode: user.accessMode ?? 'default',
      must_change_password: user.mustChangePassword ?? false,
    },
    hasPassword: user.password !== undefined,
  };
}

/** @throws {ApiError} 1109 when the name is taken, 1115 when the account is full */
export async function createUserIn(
  transaction: Transaction,
  ambient: Ambient,
  domainId: DomainId,
  { values, hasPassword }: PreparedUser,
): Promise<User> {
  // Taken before counting, so that of two calls the second counts the first one's user.
  await lockAccount(transaction, domainId);
  const { count } = await transaction
    .selectFrom('iam_users')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('domain_id', '=', domainId)
    .executeTakeFirstOrThrow();
  if (Number(count) >= accountQuotas.users) throw new ApiError('1115', [String(accountQuotas.users)]);
  const now = ambient.now();
  const made = await transaction
    .insertInto('iam_users')
    .values({
      ...values,
      id: noteMade(asId<IamUserId>(newHexId(ambient))),
      domain_id: domainId,
      created_at: now,
      password_changed_at: hasPassword ? now : null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(userColumns)
    .executeTakeFirst();
  if (made === undefined) throw new ApiError('1109');
  return made;
}
