import type pg from 'pg';
import type { ItemId, WorkerId } from '../../ids.js';
import type { ItemState } from '../ledger/itemState.js';
import type { Claim, CreationRecord } from './deletionStore.js';
import { attemptsUntilFailing } from './failing.js';
import { takeOver } from './takeOver.js';

/**
 * Claims due deletions for this worker. A claim hides a deletion for a minute, longer than any call to an engine may take. Those of a
 * dead worker are free immediately. A worker whose lease has expired gets nothing. Deletions that keep failing are claimed last (L7),
 * but are guaranteed a tenth of each batch.
 * @param limit about how many; up to a tenth more may come
 */
export async function claimDeletions(pool: pg.Pool, worker: WorkerId, limit: number): Promise<Claim[]> {
  const { rows } = await pool.query<Row>({
    name: 'claim deletions',
    text: claimText,
    values: [worker, limit],
  });
  const claimedAt = performance.now();
  return rows.map(({ now, left, records, ...row }) => {
    const claim: Claim = {
      ...row,
      worker,
      now: presentFrom(now, claimedAt),
      records: new Map(records?.map(({ id, ...record }) => [id, record])),
    };
    return left ? takeOver(claim) : claim;
  });
}

/**
 * The present by the database's clock.
 * @param now what it said
 * @param heardAt when that was, by this process' clock that nobody sets
 */
export function presentFrom(now: number, heardAt: number): () => number {
  return () => Math.floor(now + performance.now() - heardAt);
}

interface Row extends Omit<Claim, 'worker' | 'now' | 'records'> {
  readonly now: number;
  /** Whether another worker held it, and was never heard of again. */
  readonly left: boolean;
  readonly items: readonly ItemState[];
  readonly records: readonly (CreationRecord & { readonly id: ItemId })[] | null;
}

/** Claimed deletions keep their place in the order of what is due, so that no index changes; a claim skips them. */
const isFree = `(worker is null or claimed_until <= now() or worker not in (select id from alive))`;

/** Orders are looked up one by one (`offset 0`): PostgreSQL takes the claimed to be so many that it would read all that ever were. */
const claimText = `
  with alive as materialized (
    select id from workers where lease_until > now()
  ), due as (
    select desktop_id, worker is not null as "left" from deletion_progress
    where due_at <= now() and attempts < ${attemptsUntilFailing} and ${isFree}
    order by due_at
    limit $2
    for update skip locked
  ), failing as (
    select desktop_id, worker is not null as "left" from deletion_progress
    where due_at <= now() and attempts >= ${attemptsUntilFailing} and ${isFree}
    order by due_at
    limit greatest(ceil($2 / 10.0)::int, $2 - (select count(*)::int from due))
    for update skip locked
  ), taken as (
    select * from due union all select * from failing
  ), claimed as (
    update deletion_progress p set worker = $1, claimed_until = now() + interval '60 seconds', version = p.version + 1
    from taken
    where p.desktop_id = taken.desktop_id and exists (select from alive where id = $1)
    returning p.desktop_id, p.version, p.items, p.stage, p.opened_at, taken."left"
  )
  select c.desktop_id as "desktopId", c.version, item_states_json(c.items) as items, c.stage, milliseconds(c.opened_at)::float8 as "openedAt", c."left",
    d.is_force_delete as force, d.disk_of is not null as unplug, d.failed_since is not null as failing, milliseconds(d.accepted_at)::float8 as "acceptedAt",
    extract(epoch from clock_timestamp())::float8 * 1000 as now,
    (select json_agg(json_build_object('id', i.id, 'singleUseName', i.single_use_name, 'providerId', i.provider_id,
        'generation', i.generation, 'keyId', i.key_id, 'createdAt', milliseconds(i.engine_created_at),
        'creationAge', extract(epoch from now() - i.asked_at)::float8 * 1000,
        'creationInFlight', i.asking_worker is not null and i.asking_worker in (select id from alive),
        'goesAlone', i.id = any(alone.ids)))
      from items i where i.desktop_id = coalesce(d.disk_of, c.desktop_id)) as records
  from claimed c cross join lateral (select * from deletion_orders o where o.desktop_id = c.desktop_id offset 0) d
  cross join lateral (select array(select items_going_alone(coalesce(d.disk_of, d.desktop_id), d.kind)) as ids) alone`;
