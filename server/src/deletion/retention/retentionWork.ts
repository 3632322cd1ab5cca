import type pg from 'pg';
import type { Logger } from 'pino';
import type { Work } from '../../workers/loop.js';
import { compactDeletions, type RetentionPlace } from './compactDeletions.js';

export interface RetentionParts {
  readonly pool: pg.Pool;
  readonly logger: Logger;
  /** How long deletions are kept whole after their end. At least 1. */
  readonly keepDays: number;
  /** Milliseconds between two rounds. Default: ten minutes. */
  readonly every?: number;
  /** Milliseconds from the start to the first round. Default: one minute. */
  readonly first?: number;
  /** How many deletions are looked at together. Default: 20. */
  readonly portion?: number;
}

/** Between two portions of a round, so that deletions under way come first. */
const restMs = 250;

/**
 * Compacts deletions once their retention has expired. All replicas take part, one portion at a time. A round goes from the oldest
 * to the newest; a deletion that may not go yet is tried again in the next round.
 */
export function createRetentionWork(parts: RetentionParts): Work<'portion'> {
  const every = parts.every ?? 10 * 60_000;
  let due = performance.now() + (parts.first ?? 60_000);
  let place: RetentionPlace | undefined;
  let compacted = 0;
  return {
    name: 'retention',
    rest: restMs,
    capacity: 1,
    claim: async () => {
      if (performance.now() < due) return [];
      // A portion that fails is retried in the next round, not immediately.
      due = performance.now() + every;
      return ['portion'];
    },
    keyOf: () => 'portion',
    perform: async () => {
      await forgetConnections(parts.pool, parts.keepDays);
      await forgetInvitations(parts.pool, parts.keepDays);
      const portion = await compactDeletions(parts.pool, parts.keepDays, place, parts.portion ?? 20);
      place = portion.next;
      compacted += portion.compacted;
      if (place !== undefined) {
        due = performance.now();
        return;
      }
      if (compacted > 0)
        parts.logger.info({ deletions: compacted }, 'deletions were let go but for receipt and tombstone');
      compacted = 0;
    },
  };
}

/** So many records go together: a delete that takes long would hold others up. */
const forgottenTogether = 1_000;

/** Lets records of connections to screens go that ended longer ago than the retention: they say who worked when, and prove nothing. */
async function forgetConnections(pool: pg.Pool, keepDays: number): Promise<void> {
  await pool.query({
    name: 'forget-connections',
    text: `
      delete from screen_connections where id in (
        select id from screen_connections
         where ended_at < now() - make_interval(days => $1) order by ended_at limit $2 for update skip locked)`,
    values: [keepDays, forgottenTogether],
  });
}

/**
 * Lets mails that invited users go that ended longer ago than the retention. Mails about a desktop go with its deletion. They stay in
 * the totals that metrics show.
 */
async function forgetInvitations(pool: pg.Pool, keepDays: number): Promise<void> {
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
    values: [keepDays, forgottenTogether],
  });
}
