import type { Ambient } from '../../../ambient.js';
import { newHexId } from '../../../ambient.js';
import { noteMade } from '../../../auditEvents/openAuditEvent.js';
import type { Database } from '../../../database/connect.js';
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
}

/**
 * Adds a user to an account.
 * @throws {ApiError} 1101–1118 for what is wrong with name, password or contact, 1109 when the name is taken, 1115 when the
 * account is full
 */
export async function createUser(parts: UserParts, domainId: DomainId, user: NewUser): Promise<User> {
  const { name, likeness } = parseName(user.name);
  const description = parseDescription(user.description ?? '');
  const email = parseEmail(user.email ?? '');
  const phone = parsePhone(user.areacode ?? '', user.phone ?? '');
  if (user.password !== undefined) checkNewPassword(user.password, name);
  // Nobody ever learns the other one.
  const secret = user.password ?? parts.ambient.randomBytes(32).toString('base64url');
  const passwordHash = await parts.passwords.hash(secret);
  return parts.database.transaction().execute(async (transaction) => {
    // Taken before counting, so that of two calls the second counts the first one's user.
    await lockAccount(transaction, domainId);
    const { count } = await transaction
      .selectFrom('iam_users')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('domain_id', '=', domainId)
      .executeTakeFirstOrThrow();
    if (Number(count) >= accountQuotas.users) throw new ApiError('1115', [String(accountQuotas.users)]);
    const now = parts.ambient.now();
    const made = await transaction
      .insertInto('iam_users')
      .values({
        id: noteMade(asId<IamUserId>(newHexId(parts.ambient))),
        domain_id: domainId,
        name,
        likeness,
        password_hash: passwordHash,
        enabled: user.enabled ?? true,
        description,
        email,
        ...phone,
        access_mode: user.accessMode ?? 'default',
        created_at: now,
        password_changed_at: user.password === undefined ? null : now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning(userColumns)
      .executeTakeFirst();
    if (made === undefined) throw new ApiError('1109');
    return made;
  });
}
