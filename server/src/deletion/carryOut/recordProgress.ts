import type pg from 'pg';
import { momentAfter } from '../../database/moment.js';
import { itemStatesText } from '../ledger/itemStatesText.js';
import type { Claim, Progress } from './deletionStore.js';
import { attemptsOf, isFailing } from './failing.js';

export interface ClaimedProgress {
  readonly claim: Claim;
  readonly progress: Progress;
}

/**
 * Writes down how far deletions are, all with one statement. Where one is given back, the ledger is told which of its items are gone;
 * otherwise the end of the deletion tells it. A desktop that stays is then no longer what others planned with (S15).
 * @returns for each whether its claim still held
 */
export async function recordProgress(pool: pg.Pool, records: readonly ClaimedProgress[]): Promise<boolean[]> {
  const rows = records.map(({ claim, progress: { items, stage, openedAt, dueIn } }) => ({
    id: claim.desktopId,
    version: claim.version,
    items: itemStatesText(items),
    stage,
    opened_at: openedAt,
    due_in: dueIn,
    attempts: attemptsOf(items),
    failing: items.some(isFailing),
  }));
  const gone = records.flatMap(({ progress: { items, dueIn } }) =>
    dueIn === null ? [] : items.filter(({ ended }) => ended === 'absent').map(({ id }) => id),
  );
  const shows = rows.some(({ failing }, index) => failing !== records[index]?.claim.failing);
  const { rows: own } = await pool.query<{ id: string }>({
    name: `record progress${gone.length > 0 ? ', gone' : ''}${shows ? ', shown' : ''}`,
    text: `${recordText}${gone.length > 0 ? goneText : ''}${shows ? shownText : ''} select desktop_id as id from own`,
    values: [JSON.stringify(rows), rows.map(({ id }) => id), ...(gone.length > 0 ? [gone] : [])],
  });
  const written = new Set(own.map(({ id }) => id));
  return records.map(({ claim }) => written.has(claim.desktopId));
}

// The list of ids besides the join makes PostgreSQL look rows up by index, whatever size it assumes for the tables.
const recordText = `
  with progress as (
    select * from jsonb_to_recordset($1::jsonb) as r (id uuid, version int, items text, stage int, opened_at float8, due_in float8,
      attempts int, failing boolean)
  ), own as (
    update deletion_progress p
    set items = r.items::item_state[], stage = r.stage, opened_at = to_timestamp(r.opened_at / 1000), attempts = r.attempts,
      version = p.version + 1, claimed_until = now() + interval '60 seconds',
      due_at = case when r.due_in is null then p.due_at else now() + make_interval(secs => r.due_in / 1000) end,
      worker = case when r.due_in is null then p.worker end
    from progress r
    where p.desktop_id = any($2::uuid[]) and p.desktop_id = r.id and p.version = r.version
    returning p.desktop_id, p.items, r.failing
  )`;

const goneText = `, gone as (
    update items i set state = 'absent', absent_at = to_timestamp(e."endedAt" / 1000)
    from own, unnest(own.items) as e
    where i.id = any($3::uuid[]) and i.id = e.id and e.ended = 'absent' and i.state <> 'absent'
    returning i.desktop_id
  ), owner as (
    update desktops d set revision = d.revision + 1
    where d.id in (select desktop_id from gone) and d.gone_at is null and d.status <> 'DELETING'
  )`;

const shownText = `, shown as (
    update deletion_orders d
    set failed_since = case when own.failing then ${momentAfter('d.accepted_at')} end
    from own
    where d.desktop_id = own.desktop_id and (d.failed_since is not null) <> own.failing
    returning d.desktop_id, own.failing
  ), desktop as (
    update desktops k set task_status = case when shown.failing then 'deleteFailed' else 'deleting' end
    from shown where k.id = shown.desktop_id and k.gone_at is null
  )`;
