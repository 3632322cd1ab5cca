import { ApiError } from '../../../errors/errors.js';
import { requireFound } from '../../../errors/requireFound.js';
import type { DomainId } from '../../../ids.js';
import { forgetFailures } from '../../lockOut/loginLockOut.js';
import { type Contact, parseEmail, parsePhone } from '../contact.js';
import { type Name, parseDescription, parseName } from '../names.js';
import { checkNewPassword } from '../passwordRules.js';
import { refuseTaken } from '../taken.js';
import type { AccessMode, UserParts } from './createUser.js';
import { findUser, type User, userColumns } from './queries.js';

/** What is left out stays. */
export interface UserChanges extends Partial<Contact> {
  readonly name?: string | undefined;
  readonly password?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly description?: string | undefined;
  readonly accessMode?: AccessMode | undefined;
  readonly mustChangePassword?: boolean | undefined;
}

export interface UserUpdate {
  readonly domainId: DomainId;
  readonly userId: string;
  readonly changes: UserChanges;
}

/**
 * Changes a user. With a new password, and when he is disabled, all his tokens end.
 * @throws {ApiError} DPL.0404 for a missing or foreign user, 1107 when the account administrator could not sign in any more, 1101–1118
 * as at creation
 */
export async function updateUser(parts: UserParts, update: UserUpdate): Promise<User> {
  const { domainId, userId, changes } = update;
  const user = requireFound(await findUser(parts.database, domainId, userId), 'user');
  const locksOut = changes.enabled === false || changes.accessMode === 'programmatic';
  if (user.is_root && locksOut) throw new ApiError('1107');
  const name = changes.name === undefined ? undefined : parseName(changes.name);
  const values = parseChanges(user, changes, name);
  const { password } = changes;
  if (password !== undefined) checkNewPassword(password, name?.name ?? user.name);
  const passwordHash = password === undefined ? undefined : await parts.passwords.hash(password);
  const now = parts.ambient.now();
  return refuseTaken(new ApiError('1109'), () =>
    parts.database.transaction().execute(async (transaction) => {
      // First the user's row: it is what a log-in in progress holds, so no token of the old password survives.
      const changed = requireFound(
        await transaction
          .updateTable('iam_users')
          .set({
            ...values,
            ...(passwordHash === undefined ? {} : { password_hash: passwordHash, password_changed_at: now }),
            updated_at: now,
          })
          .where('id', '=', user.id)
          .where('domain_id', '=', domainId)
          .returning(userColumns)
          .executeTakeFirst(),
        'user',
      );
      if (passwordHash !== undefined || changes.enabled === false) {
        await transaction.deleteFrom('tokens').where('user_id', '=', user.id).execute();
      }
      if (passwordHash !== undefined) await forgetFailures(transaction, user.id);
      return changed;
    }),
  );
}

function parseChanges(user: User, changes: UserChanges, name: Name | undefined): object {
  const { enabled, description, email, areacode, phone, accessMode, mustChangePassword } = changes;
  return {
    ...name,
    ...(enabled === undefined ? {} : { enabled }),
    ...(description === undefined ? {} : { description: parseDescription(description) }),
    ...(email === undefined ? {} : { email: parseEmail(email) }),
    ...(areacode === undefined && phone === undefined
      ? {}
      : parsePhone(areacode ?? user.areacode, phone ?? user.phone)),
    ...(accessMode === undefined ? {} : { access_mode: accessMode }),
    ...(mustChangePassword === undefined ? {} : { must_change_password: mustChangePassword }),
  };
}
