import { sql } from 'kysely';
import type { Database } from '../database/connect.js';
import type { WorkerId } from '../ids.js';
import type { Claim } from './store.js';

/**
 * Takes due items for this worker. A claim hides an item for a minute: longer than any call to an engine may take. Items
 * that a worker took which is no longer alive are due at once; what it saw last is not known, so that looks count anew. A
 * worker whose lease is over gets nothing.
 */
export async function claimItems(database: Database, worker: WorkerId, limit: number): Promise<Claim[]> {
  const { rows } = await sql<Claim>`
    with due as (
      select item_id from deletion_items
      where (due_at <= now()
         or (due_at is not null and worker is not null and not exists (
              select from workers where workers.id = deletion_items.worker and workers.lease_until > now())))
        and exists (select from workers where workers.id = ${worker} and workers.lease_until > now())
      order by due_at
      limit ${limit}
      for update skip locked
    ), claimed as (
      update deletion_items d set worker = ${worker}, due_at = now() + interval '60 seconds',
        seen_absent = case when d.worker is null then d.seen_absent else 0 end
      from due where d.item_id = due.item_id
      returning d.item_id, d.desktop_id, d.worker, d.kind, d.intent, d.asked_at, d.attempts, d.asks, d.seen_absent
    )
    select claimed.item_id as "itemId", claimed.desktop_id as "desktopId", claimed.worker, claimed.kind, claimed.intent,
      deletions.is_force_delete as force, claimed.asked_at as "askedAt", claimed.attempts, claimed.asks,
      claimed.seen_absent as "seenAbsent", items.single_use_name as "singleUseName",
      items.provider_id as "providerId", items.generation,
      extract(epoch from now() - items.asked_at)::float8 * 1000 as "creationAge",
      items.asking_worker is not null and exists (
        select from workers where workers.id = items.asking_worker and workers.lease_until > now()) as "creationInFlight"
    from claimed
    join deletions using (desktop_id)
    join items on items.id = claimed.item_id`.execute(database);
  return rows;
}
