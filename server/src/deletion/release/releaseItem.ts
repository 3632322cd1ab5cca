import { sql } from 'kysely';
import { appendEntry } from '../../audit/appendEntry.js';
import type { Database, Transaction } from '../../database/connect.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import { ApiError } from '../../errors/errors.js';
import type { DesktopId, ItemId, ProjectId, ProviderId } from '../../ids.js';
import { idsOf } from '../accept/describeAcceptance.js';
import { attemptsOf, isFailing } from '../carryOut/failing.js';
import { type Left, leftBehind } from '../carryOut/takeOver.js';
import { finishDeletions } from '../finish/finishDeletions.js';
import { forget, type ItemState, momentOf, stageAtWork } from '../ledger/itemState.js';
import { itemStatesText } from '../ledger/itemStatesText.js';
import type { Deleted } from '../ledger/ledgerDeletion.js';
import { findDeletion } from '../ledger/readDeletions.js';
import { type EndedItem, timeEnds } from '../watch/endedItems.js';

/** An operator's decision to stop waiting for an item (D6). */
export interface ItemRelease {
  readonly projectId: ProjectId;
  readonly desktopId: DesktopId;
  readonly itemId: ItemId;
  /** Who decided it: the id of an IAM user. */
  readonly releasedBy: string;
  /** Why, in the operator's words. */
  readonly reason: string;
  readonly requestId: string;
}

/**
 * Ends an item that was not seen gone, by a named operator and with a reason, and moves its deletion on: the only end besides
 * an observed one (S7). The ledger keeps calling the item present, so that an orphan scan knows it as ours; a worker that still
 * holds a claim on it can write nothing more about it.
 * @returns when it was released, and what the metrics count of it
 * @throws {ApiError} DPL.0404 when the project has no such deletion or the deletion no such item; DPL.0409 when the item has
 * ended already
 */
export async function releaseItem(
  database: Database,
  release: ItemRelease,
): Promise<{ readonly releasedAt: Date; readonly ended: readonly EndedItem[] }> {
  const { projectId, desktopId, itemId } = release;
  return retryOnConflict(() =>
    database.transaction().execute(async (transaction) => {
      const running = await lockProgress(transaction, projectId, desktopId);
      const before = running?.items.find(({ id }) => id === itemId);
      if (running === undefined || before === undefined || before.ended !== undefined)
        throw await refusalOf(transaction, release);
      const items = running.items.map((item): ItemState => {
        const left = running.held ? leftBehind(running, item) : item;
        return item === before ? released(left, running, release) : left;
      });
      const releasedAt = new Date(items.find(({ id }) => id === itemId)?.endedAt ?? running.now);
      await sql`update items set released = true where id = ${itemId}`.execute(transaction);
      // For good, with its reason.
      await appendEntry(transaction, {
        kind: 'release',
        projectId,
        desktopId,
        content: {
          type: 'release',
          project_id: projectId,
          ...idsOf({ desktopId, diskOf: running.diskOf, kind: running.of }),
          item_id: itemId,
          kind: before.kind,
          released_at: releasedAt.toISOString(),
          released_by: release.releasedBy,
          reason: release.reason,
          request_id: release.requestId,
        },
      });
      if (stageAtWork(items) === undefined) await finishDeletions(transaction, new Map([[desktopId, items]]));
      else await goOn(transaction, desktopId, items);
      const ended = timeEnds(
        running.acceptedAt,
        items,
        items.filter(({ id }) => id === itemId),
      );
      return { releasedAt, ended };
    }),
  );
}

interface RunningDeletion extends Left {
  readonly items: readonly ItemState[];
  readonly diskOf: DesktopId | null;
  readonly of: Deleted['kind'];
  readonly acceptedAt: number;
  readonly now: number;
  /** Whether a worker has it in hand, whose claim ends with this. */
  readonly held: boolean;
}

async function lockProgress(
  transaction: Transaction,
  projectId: ProjectId,
  desktopId: DesktopId,
): Promise<RunningDeletion | undefined> {
  const { rows } = await sql<
    Omit<RunningDeletion, 'records'> & {
      readonly created: readonly [ItemId, ProviderId | null, number | null][] | null;
    }
  >`
    select item_states_json(p.items) as items, p.stage, d.disk_of as "diskOf", d.kind as of, milliseconds(p.opened_at)::float8 as "openedAt", milliseconds(d.accepted_at)::float8 as "acceptedAt",
      milliseconds(clock_timestamp())::float8 as now, p.worker is not null as held,
      (select json_agg(json_build_array(i.id, i.provider_id, milliseconds(i.engine_created_at))) from items i
        where i.desktop_id = coalesce(d.disk_of, p.desktop_id)) as created
    from deletion_progress p join deletion_orders d using (desktop_id)
    where d.project_id = ${projectId} and p.desktop_id = ${desktopId}
    for update of p`.execute(transaction);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { created, ...running } = row;
  return {
    ...running,
    records: new Map(created?.map(([id, providerId, createdAt]) => [id, { providerId, createdAt }])),
  };
}

function released(item: ItemState, running: RunningDeletion, release: ItemRelease): ItemState {
  const { now, acceptedAt, openedAt, records } = running;
  const endedAt = momentOf(item, now, acceptedAt, records.get(item.id)?.createdAt, openedAt);
  const { releasedBy, reason: releaseReason } = release;
  return { ...forget(item, 'dueAt', 'seenAbsent'), ended: 'released', endedAt, releasedBy, releaseReason };
}

async function refusalOf(
  transaction: Transaction,
  { projectId, desktopId, itemId }: ItemRelease,
): Promise<ApiError> {
  const deletion = await findDeletion(transaction, projectId, desktopId);
  if (deletion === undefined) return new ApiError('DPL.0404', ['deletion']);
  const item = deletion.items.find(({ id }) => id === itemId);
  if (item === undefined) return new ApiError('DPL.0404', ['item']);
  return new ApiError('DPL.0409', [
    { en: `item ${itemId} has ended as "${item.ended}"`, zh: `资源${itemId}已结束，结果为“${item.ended}”` },
  ]);
}

/** The claim of a worker that holds it ends: it can write nothing more, and whoever claims it next sees what was released. */
async function goOn(
  transaction: Transaction,
  desktopId: DesktopId,
  items: readonly ItemState[],
): Promise<void> {
  await sql`
    with own as (
      update deletion_progress set items = ${itemStatesText(items)}::item_state[], version = version + 1, due_at = now(), worker = null,
        attempts = ${attemptsOf(items)}
      where desktop_id = ${desktopId}
    ), shown as (
      update deletion_orders set failed_since = null
      where desktop_id = ${desktopId} and failed_since is not null and not ${items.some(isFailing)}
      returning desktop_id
    )
    update desktops set task_status = 'deleting'
    where id in (select desktop_id from shown) and gone_at is null`.execute(transaction);
}
