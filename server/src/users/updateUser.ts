import type { Selectable } from 'kysely';
import type { Static } from 'typebox';
import type { Database } from '../database/connect.js';
import type { Schema } from '../database/schema.js';
import { ApiError } from '../errors/errors.js';
import type { DesktopUserId, ProjectId } from '../ids.js';
import { parseAccountExpiry } from './accountExpiry.js';
import { contradicts } from './newUserRules.js';
import type { UpdateUserBody } from './schemas.js';
import { contradictionOf } from './userFields.js';

/**
 * Changes what is named and leaves the rest. Texts may become empty, since Terraform writes every field after each
 * creation (docs/reference/terraform.md#users); an empty `active_type` or `account_expires` changes nothing.
 * @throws {ApiError} WKS.00170312 when there is no such user, WKS.0001 for an impossible time, and for what would leave a user without a
 * password no address that the link to choose one could be sent to
 */
export async function updateUser(
  database: Database,
  projectId: ProjectId,
  userId: DesktopUserId,
  body: Static<typeof UpdateUserBody>,
): Promise<void> {
  const expiresAt = parseAccountExpiry(body.account_expires);
  const changes = {
    ...(body.description === undefined ? {} : { description: body.description }),
    ...(body.user_email === undefined ? {} : { user_email: body.user_email }),
    ...(body.user_phone === undefined ? {} : { user_phone: body.user_phone }),
    ...((body.active_type ?? '') === '' ? {} : { active_type: body.active_type ?? '' }),
    ...(expiresAt === undefined ? {} : { account_expires_at: expiresAt }),
    ...(body.enable_change_password === undefined
      ? {}
      : { enable_change_password: body.enable_change_password }),
    ...(body.next_login_change_password === undefined
      ? {}
      : { next_login_change_password: body.next_login_change_password }),
    ...(body.password_never_expired === undefined
      ? {}
      : { password_never_expired: body.password_never_expired }),
    ...(body.disabled === undefined ? {} : { disabled: body.disabled }),
  };
  await database.transaction().execute(async (transaction) => {
    const user = await transaction
      .selectFrom('desktop_users')
      .select(['user_email', 'user_phone', 'active_type', 'password_hash'])
      .where('project_id', '=', projectId)
      .where('id', '=', userId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (user === undefined) throw new ApiError('WKS.00170312');
    // Who was made without an address, as an order of desktops may, can still be changed.
    if (isOutOfReach({ ...user, ...changes }) && !isOutOfReach(user)) throw contradicts('noContact');
    if (Object.keys(changes).length === 0) return;
    await transaction
      .updateTable('desktop_users')
      .set(changes)
      .where('project_id', '=', projectId)
      .where('id', '=', userId)
      .execute();
  });
}

const isOutOfReach = ({
  password_hash: password,
  ...user
}: Pick<
  Selectable<Schema['desktop_users']>,
  'user_email' | 'user_phone' | 'active_type' | 'password_hash'
>): boolean => password === null && contradictionOf(user) === 'noContact';
