import type pg from 'pg';

/** So many mails go together: a delete that takes long would hold others up. */
const portion = 1_000;

/**
 * Lets mails that invited users go that ended longer ago than the retention. Mails about a desktop go with its deletion. They stay in
 * the totals that metrics show.
 */
export async function forgetInvitations(pool: pg.Pool, keepDays: number): Promise<void> {
  await pool.query({
    name: 'forget-invitations',
    text: `
      with gone as (
        delete from mails where id in (
          select id from mails
           where desktop_id is null and coalesce(sent_at, undeliverable_at) < now() - make_interval(days => $1)
           order by coalesce(sent_at, undeliverable_at) limit $2 for update skip locked)
        returning sent_at
      ), went as (
        select count(*) as mails, count(sent_at) as sent from gone
      )
      insert into compacted_totals as t (deletions, mails, mails_sent)
      select 0, mails, sent from went where mails > 0
      on conflict (one) do update set mails = t.mails + excluded.mails, mails_sent = t.mails_sent + excluded.mails_sent`,
    values: [keepDays, portion],
  });
}
