import { sql } from 'kysely';
import type pg from 'pg';
import type { Database, Transaction } from '../../database/connect.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import type { ItemKind } from '../../engines/contract.js';
import type { DesktopId, ItemId, ProjectId, WorkerId } from '../../ids.js';
import { presentFrom } from '../carryOut/claimDeletions.js';
import type { Claim, CreationRecord } from '../carryOut/deletionStore.js';
import type { ItemState } from '../ledger/itemState.js';

/** An item that goes while its desktop stays, in the hands of a worker. */
export interface Retirement {
  readonly projectId: ProjectId;
  readonly desktopId: DesktopId;
  readonly item: ItemState;
  /** As a claim of the deletion core, of this one item. */
  readonly claim: Claim;
}

interface Row {
  readonly desktopId: DesktopId;
  readonly projectId: ProjectId;
  readonly itemId: ItemId;
  readonly kind: ItemKind;
  readonly ownership: 'created' | 'preexisting';
  readonly version: number;
  readonly progress: ItemState | null;
  readonly acceptedAt: number;
  readonly now: number;
  readonly record: CreationRecord;
}

const claimText = `
  with alive as materialized (
    select id from workers where lease_until > now()
  ), due as (
    select r.item_id from retirements r join desktops d on d.id = r.desktop_id
    where r.due_at <= now() and d.gone_at is null and d.status <> 'DELETING'
      and (r.worker is null or r.claimed_until <= now() or r.worker not in (select id from alive))
    order by r.due_at limit $2
    for update of r skip locked
  ), claimed as (
    update retirements r set worker = $1, claimed_until = now() + interval '60 seconds', version = r.version + 1
    from due where r.item_id = due.item_id and exists (select from alive where id = $1)
    returning r.*
  )
  select c.desktop_id as "desktopId", c.project_id as "projectId", c.item_id as "itemId", i.kind, i.ownership, c.version, c.progress,
    milliseconds(c.accepted_at)::float8 as "acceptedAt", extract(epoch from clock_timestamp())::float8 * 1000 as now,
    json_build_object('singleUseName', i.single_use_name, 'providerId', i.provider_id, 'generation', i.generation,
      'keyId', i.key_id, 'createdAt', milliseconds(i.engine_created_at),
      'creationAge', extract(epoch from now() - i.asked_at)::float8 * 1000,
      'creationInFlight', i.asking_worker is not null and i.asking_worker in (select id from alive),
      'goesAlone', false) as record
  from claimed c join items i on i.id = c.item_id`;

/**
 * Claims items that are to go, for a minute, longer than any call to an engine may take. Those of a dead worker are free immediately;
 * those of a desktop that is being deleted are the deletion's.
 */
export async function claimRetirements(
  pool: pg.Pool,
  worker: WorkerId,
  limit: number,
): Promise<Retirement[]> {
  const { rows } = await pool.query<Row>({
    name: 'claim retirements',
    text: claimText,
    values: [worker, limit],
  });
  const claimedAt = performance.now();
  return rows.map((row) => {
    const { desktopId, projectId, itemId, kind, version, progress, acceptedAt, now, record } = row;
    const intent = row.ownership === 'preexisting' ? 'detach' : 'delete';
    const item = progress ?? { id: itemId, kind, intent, stage: 0 };
    const claim: Claim = {
      desktopId,
      worker,
      version,
      force: true,
      unplug: kind === 'volume',
      failing: false,
      items: [item],
      stage: 0,
      openedAt: acceptedAt,
      acceptedAt,
      now: presentFrom(now, claimedAt),
      records: new Map([[itemId, record]]),
    };
    return { projectId, desktopId, item, claim };
  });
}

/** Gives an item back until its next turn, with what is known of it; nothing if the claim holds no more. */
export async function giveBack(
  pool: pg.Pool,
  { claim }: Retirement,
  item: ItemState,
  inMilliseconds: number,
): Promise<void> {
  await pool.query(
    `update retirements set progress = $3, worker = null, claimed_until = null,
       due_at = now() + make_interval(secs => $4::float8)
     where item_id = $1 and version = $2`,
    [item.id, claim.version, JSON.stringify(item), inMilliseconds / 1000],
  );
}

/**
 * Takes an item that was seen absent off the desktop's inventory, whose revision rises with it: whoever planned with it plans anew. One
 * that was there before the desktop stays on the ledger, since it is still there (S2).
 * Not where the desktop is being deleted by now: then the item is the deletion's to end.
 * @returns whether it was taken off
 */
export function endRetirement(
  database: Database,
  { projectId, desktopId, claim }: Retirement,
  item: ItemState,
): Promise<boolean> {
  const end = async (transaction: Transaction): Promise<boolean> => {
    // The item before the desktop, as whoever records a creation does.
    await sql`select from items where id = ${item.id} for no key update`.execute(transaction);
    const { numUpdatedRows } = await transaction
      .updateTable('desktops')
      .set((row) => ({ revision: row('revision', '+', 1) }))
      .where('id', '=', desktopId)
      .where('project_id', '=', projectId)
      .where('gone_at', 'is', null)
      .where('status', '<>', 'DELETING')
      .where(sql<boolean>`exists (select from retirements
        where item_id = ${item.id} and version = ${claim.version} for update)`)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    if (item.ended === 'detached') {
      await sql`delete from retirements where item_id = ${item.id}`.execute(transaction);
      return true;
    }
    await transaction
      .updateTable('items')
      .set({ state: 'absent', absent_at: sql<Date>`now()`, asking_worker: null })
      .where('id', '=', item.id)
      .where('project_id', '=', projectId)
      .execute();
    return true;
  };
  return retryOnConflict(() => database.transaction().execute(end));
}
