import { sql } from 'kysely';
import type pg from 'pg';
import { noteInAuditEvent } from '../../auditEvents/openAuditEvent.js';
import type { Database } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import { countProof, type ProofLimits } from '../../http/limits/requestLimits.js';
import { checkNewPassword } from '../../iam/identities/passwordRules.js';
import { forgetDeskFailures } from '../../iam/lockOut/loginLockOut.js';
import { hashSecret } from '../../iam/sessions/sessionRequest.js';
import type { Passwords } from '../../secrets/passwords.js';
import { type DeskUser, deskUserColumns, deskUserTables, mayComeIn } from '../deskSession.js';

export interface InvitationParts {
  readonly database: Database;
  /** The plain pool: that an invitation is looked at changes nothing. */
  readonly plainPool: pg.Pool;
  readonly passwords: Pick<Passwords, 'hash'>;
  readonly proofs?: ProofLimits | undefined;
}

/** Whom an invitation is for, and until when. */
export interface Invitation extends DeskUser {
  readonly invitedUntil: Date;
}

/**
 * Whether no later mail has brought the user a link, be it an invitation or about a new desktop: only the newest link counts. Of one mail
 * that was sent twice both do.
 */
const isNewest = `not exists (
  select from desk_invitations later
   where later.user_id = i.user_id and later.mail_id <> i.mail_id and later.expires_at > i.expires_at)`;

/**
 * Whose invitation a link is. That uses nothing up.
 * @throws {ApiError} APIGW.0301 for one that was used, is void or over, or never was; which of these does not show
 */
export async function showInvitation(
  { plainPool, proofs }: Pick<InvitationParts, 'plainPool' | 'proofs'>,
  token: string,
  address: string | undefined,
): Promise<Invitation> {
  return countProof(proofs, address, async () => {
    const { rows } = await plainPool.query<Invitation>({
      name: 'find-invitation',
      text: `
        select ${deskUserColumns}, i.expires_at as "invitedUntil"
          from desk_invitations i join ${deskUserTables} on u.id = i.user_id and u.project_id = i.project_id
         where i.token_hash = $1 and i.expires_at > service_now() and ${isNewest} and ${mayComeIn}`,
      values: [hashSecret(token)],
    });
    const [invitation] = rows;
    if (invitation === undefined) throw noInvitation();
    return invitation;
  });
}

/**
 * Sets the password of an invited user. With it all invitations of his, and all his sessions, end.
 * @throws {ApiError} as {@link showInvitation}; 1103, 1118 for the password
 */
export async function acceptInvitation(
  parts: InvitationParts,
  { token, password }: { readonly token: string; readonly password: string },
  address: string | undefined,
): Promise<Invitation> {
  const invitation = await showInvitation(parts, token, address);
  const { userId, projectId, userName } = invitation;
  parts.proofs?.right(userId, 'AcceptInvitation');
  noteInAuditEvent({ actor: invitation });
  checkNewPassword(password, userName);
  const passwordHash = await parts.passwords.hash(password);
  await parts.database.transaction().execute(async (transaction) => {
    // The user first, as whatever else voids an invitation does. Of two who come with one link the second then finds it used.
    await transaction.selectFrom('desktop_users').select('id').where('id', '=', userId).forUpdate().execute();
    const used = await transaction
      .deleteFrom('desk_invitations as i')
      .where('i.token_hash', '=', hashSecret(token))
      .where('i.user_id', '=', userId)
      .where(sql<boolean>`${sql.raw(isNewest)}`)
      .executeTakeFirst();
    if (used.numDeletedRows === 0n) throw noInvitation();
    await transaction
      .updateTable('desktop_users')
      .set({ password_hash: passwordHash, next_login_change_password: false })
      .where('id', '=', userId)
      .where('project_id', '=', projectId)
      .execute();
    // Guesses at the password before do not lock out from this one.
    await forgetDeskFailures(transaction, userId);
  });
  return invitation;
}

const noInvitation = (): ApiError =>
  new ApiError('APIGW.0301', [
    {
      en: 'the link was used, is older than 24 hours, or was replaced by a later one; ask for a new one',
      zh: '链接已被使用、已超过24小时，或已被新的链接取代；请索取新链接',
    },
  ]);
