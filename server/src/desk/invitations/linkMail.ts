import type pg from 'pg';
import type { Ambient } from '../../ambient.js';
import { hashSecret } from '../../iam/sessions/sessionRequest.js';
import type { OutboxMail } from '../../mail/composeMail.js';
import { type MailLink, noLink } from '../../mail/mailLink.js';
import { deskUrl, invitationUrl } from '../../workspace/deskUrl.js';

export interface LinkParts {
  readonly pool: pg.Pool;
  readonly ambient: Ambient;
  /** Where browsers reach the service; undefined: it does not know, and no mail has a link. */
  readonly publicUrl: string | undefined;
}

interface Found {
  readonly enterpriseId: string;
  readonly invites: boolean;
  readonly gone: boolean;
}

/**
 * Who has a password of his own needs no token, nor does a mail that another invitation has taken the place of get one. The user is
 * held until the token is written, so that what voids invitations voids this one, too. $1 mail, $2 hash of the token.
 */
const statement = `
  with forgotten as (
    delete from desk_invitations where token_hash in (
      select token_hash from desk_invitations where expires_at < service_now() order by expires_at limit 20 for update skip locked)
  ), found as materialized (
    select u.id, u.project_id, w.enterprise_id,
      not u.disabled and not u.locked and u.user_email = m.recipient and case
        when m.template = 'invitation' then u.invitation_mail_id = m.id
        else u.password_hash is null and u.active_type = 'USER_ACTIVATE' end as invites,
      m.template = 'desktopCreated' and (a.user_id is null or d.gone_at is not null) as gone
    from mails m
      join desktop_users u on u.id = m.user_id and u.project_id = m.project_id
      join workspaces w on w.project_id = m.project_id
      left join desktops d on d.id = m.desktop_id
      left join desktop_assignments a on a.desktop_id = m.desktop_id and a.user_id = u.id
    where m.id = $1
    for no key update of u
  ), minted as (
    insert into desk_invitations (token_hash, user_id, project_id, mail_id, expires_at)
    select $2, id, project_id, $1, service_now() + interval '24 hours' from found where invites and not gone and $2::bytea is not null
  )
  select enterprise_id as "enterpriseId", coalesce(invites, false) as invites, gone from found`;

/**
 * Where the reader of a mail is to go. A mail that invites gets a new token at each attempt: 256 bits, of which only the hash is
 * written down. All tokens of one mail count until one of them was used, so that a mail that arrives twice does no harm; those of
 * an earlier mail do not.
 * @throws what the database throws
 */
export async function linkMail(
  { pool, ambient, publicUrl }: LinkParts,
  mail: Pick<OutboxMail, 'id' | 'template'>,
): Promise<MailLink> {
  if (mail.template !== 'invitation' && mail.template !== 'desktopCreated') return noLink;
  const isInvitation = mail.template === 'invitation';
  if (isInvitation && publicUrl === undefined) return noLink;
  const token = ambient.randomBytes(32).toString('base64url');
  const { rows } = await pool.query<Found>({
    name: 'link-mail',
    text: statement,
    values: [mail.id, publicUrl === undefined ? null : hashSecret(token)],
  });
  const [found] = rows;
  if (found === undefined) return { kind: 'withdrawn', reason: 'The user was deleted.' };
  if (found.gone) return { kind: 'withdrawn', reason: 'The desktop is no longer that of the user.' };
  if (isInvitation && !found.invites) return { kind: 'withdrawn', reason: overtaken };
  if (publicUrl === undefined) return noLink;
  if (found.invites)
    return { kind: 'choose-password', url: `${invitationUrl(publicUrl, found.enterpriseId)}#${token}` };
  return { kind: 'sign-in', url: deskUrl(publicUrl, found.enterpriseId) };
}

const overtaken =
  'The user was invited again, has chosen a password, got another address, or was disabled or locked.';
