import type { Static } from 'typebox';
import type { Database } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import type { DesktopUserId, ProjectId } from '../ids.js';
import { parseAccountExpiry } from './accountExpiry.js';
import type { UpdateUserBody } from './schemas.js';

/**
 * Changes what is named and leaves the rest. Texts may become empty, since Terraform writes every field after each
 * creation (docs/reference/terraform.md#users); an empty `active_type` or `account_expires` changes nothing.
 * @throws {ApiError} WKS.00170312 when there is no such user, WKS.0001 for an impossible time
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
  const row = await database
    .updateTable('desktop_users')
    // Setting the id to itself makes an update without changes one that still tells whether the user is there.
    .set((user) => ({ id: user.ref('id'), ...changes }))
    .where('project_id', '=', projectId)
    .where('id', '=', userId)
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) throw new ApiError('WKS.00170312');
}
