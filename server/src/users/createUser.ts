import type { Static } from 'typebox';
import { newHexId } from '../ambient.js';
import { noteMade } from '../auditEvents/openAuditEvent.js';
import { requireQuota } from '../catalogue/quotas.js';
import { ApiError, type Language } from '../errors/errors.js';
import { enterpriseProjectOf } from '../iam/identities/enterpriseProjects/enterpriseProjects.js';
import { asId, type DesktopUserId, type ProjectId } from '../ids.js';
import type { Passwords } from '../secrets/passwords.js';
import { requireWorkspace } from '../workspace/findWorkspace.js';
import { parseAccountExpiry } from './accountExpiry.js';
import type { UserStatusParts } from './changeUserStatus.js';
import { inviteUser } from './inviteUser.js';
import { refuseContradictions } from './newUserRules.js';
import type { CreateUserBody } from './schemas.js';

export interface UserParts extends UserStatusParts {
  readonly passwords: Pick<Passwords, 'hash'>;
  /** A mail became due. */
  readonly announceMails: () => void;
}

/**
 * Creates a desktop user. One who is to choose the password himself (`USER_ACTIVATE`) and has none yet is invited, if mails can have
 * a link and reach the user.
 * @throws {ApiError} WKS.00010099 when the service is not open, WKS.0001 for what does not go together, WKS.00170208 for a
 * group, DPL.0409 when the name is taken, DPL.4091 when there are too many users
 */
export async function createUser(
  parts: UserParts,
  projectId: ProjectId,
  body: Static<typeof CreateUserBody>,
  language: Language,
): Promise<{ readonly id: DesktopUserId; readonly invited: boolean }> {
  const { database, ambient } = parts;
  refuseContradictions(body);
  const expiresAt = parseAccountExpiry(body.account_expires) ?? null;
  await requireWorkspace(database, projectId);
  await requireQuota(database, projectId, { users: 1 });
  const password = body.password ?? '';
  const passwordHash = password === '' ? null : await parts.passwords.hash(password);
  const id = noteMade(asId<DesktopUserId>(newHexId(ambient)));
  const activeType = body.active_type ?? 'USER_ACTIVATE';
  const email = body.user_email ?? '';
  const invites = parts.canInvite && activeType === 'USER_ACTIVATE' && password === '' && email !== '';
  await database.transaction().execute(async (transaction) => {
    const row = await transaction
      .insertInto('desktop_users')
      .values({
        id,
        project_id: projectId,
        user_name: body.user_name,
        user_email: email,
        user_phone: body.user_phone ?? '',
        active_type: activeType,
        description: body.description ?? '',
        alias_name: body.alias_name ?? '',
        account_expires_at: expiresAt,
        enable_change_password: body.enable_change_password ?? true,
        next_login_change_password: body.next_login_change_password ?? true,
        password_hash: passwordHash,
        enterprise_project_id: enterpriseProjectOf(body.enterprise_project_id),
        created_at: ambient.now(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (row === undefined) throw new ApiError('DPL.0409', [`a user "${body.user_name}" exists already`]);
    if (invites)
      await inviteUser(transaction, ambient, { projectId, id, name: body.user_name, email, language });
  });
  if (invites) parts.announceMails();
  return { id, invited: invites };
}
