import { sql } from 'kysely';

/**
 * Whether a desktop user has a password, and if not, what became of the mail that lets him choose one. `invited`: a link that works was
 * mailed, or is about to be; `kept`: it is in a file, since there was no mail server; `expired`: it works no more; `undeliverable`: no
 * mail server took it; `none`: nobody was told how to get one.
 */
export const passwordStates = ['set', 'invited', 'kept', 'expired', 'undeliverable', 'none'] as const;
export type PasswordState = (typeof passwordStates)[number];

/** Of a row of `desktop_users`: what its newest mail with a link came to. A mail about a new desktop counts if it had one. */
export const passwordState = sql<PasswordState>`case when desktop_users.password_hash is not null then 'set' else coalesce((
  select case
    when m.undeliverable_at is not null then 'undeliverable'
    when m.sent_at is null then 'invited'
    when not l.works then 'expired'
    when m.kept then 'kept'
    else 'invited' end
  from mails m cross join lateral (
    select count(*) > 0 as minted, coalesce(bool_or(i.expires_at > service_now()), false) as works
    from desk_invitations i where i.mail_id = m.id and i.user_id = desktop_users.id) l
  where m.user_id = desktop_users.id and m.project_id = desktop_users.project_id and not m.withdrawn
    and (m.id = desktop_users.invitation_mail_id or l.minted)
  order by m.queued_at desc, m.id limit 1), 'none') end`;
