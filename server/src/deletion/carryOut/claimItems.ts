import type pg from 'pg';
import type { WorkerId } from '../../ids.js';
import type { Claim } from './deletionStore.js';
import { attemptsUntilFailing } from './failing.js';

/**
 * Claims due items for this worker. A claim hides an item for a minute, longer than any call to an engine may take. The items of a
 * dead worker are free immediately; what it saw last is not known, so looks are counted from zero. A worker whose lease has expired
 * gets nothing. Items that keep failing are claimed last (L7), but are guaranteed a tenth of each batch.
 * @param limit about how many; up to a tenth more may come
 */
export async function claimItems(pool: pg.Pool, worker: WorkerId, limit: number): Promise<Claim[]> {
  const { rows } = await pool.query<Claim>({ name: 'claim items', text: claimText, values: [worker, limit] });
  return rows;
}

/** Claimed items keep their place in the order of what is due, so that no index changes; a claim skips them. */
const isFree = `(worker is null or claimed_until <= now() or worker not in (select id from alive))`;

const claimText = `
  with alive as materialized (
    select id from workers where lease_until > now()
  ), due as (
    select desktop_id, item_id from deletion_items
    where due_at <= now() and attempts < ${attemptsUntilFailing} and ${isFree}
    order by due_at
    limit $2
    for update skip locked
  ), failing as (
    select desktop_id, item_id from deletion_items
    where due_at <= now() and attempts >= ${attemptsUntilFailing} and ${isFree}
    order by due_at
    limit greatest(ceil($2 / 10.0)::int, $2 - (select count(*)::int from due))
    for update skip locked
  ), taken as (
    select desktop_id, item_id from due union all select desktop_id, item_id from failing
  ), claimed as (
    update deletion_items d set worker = $1, claimed_until = now() + interval '60 seconds',
      seen_absent = case when d.worker is null then d.seen_absent else 0 end
    from taken
    where d.desktop_id = taken.desktop_id and d.item_id = taken.item_id and exists (select from alive where id = $1)
    returning d.item_id, d.desktop_id, d.worker, d.kind, d.intent, d.asked_at, d.attempts, d.asks, d.seen_absent
  )
  select claimed.item_id as "itemId", claimed.desktop_id as "desktopId", claimed.worker, claimed.kind, claimed.intent,
    deletions.is_force_delete as force, claimed.attempts, claimed.asks,
    extract(epoch from clock_timestamp() - claimed.asked_at)::float8 * 1000 as "sinceAsked",
    claimed.seen_absent as "seenAbsent", items.single_use_name as "singleUseName",
    items.provider_id as "providerId", items.generation, items.key_id as "keyId",
    extract(epoch from now() - items.asked_at)::float8 * 1000 as "creationAge",
    items.asking_worker is not null and items.asking_worker in (select id from alive) as "creationInFlight"
  from claimed
  join deletions using (desktop_id)
  join items on items.id = claimed.item_id`;
