import type pg from 'pg';
import type { ItemState } from '../deletion/ledger/itemState.js';

/** Writes down what is known of the items of a deletion: with the deletion if it is done, as its progress otherwise. */
export async function keepItems(
  pool: pg.Pool,
  desktopId: string,
  items: readonly ItemState[],
): Promise<void> {
  await pool.query(
    `with done as (
       update deletion_ends set items = item_states($2::jsonb) where desktop_id = $1 returning desktop_id
     )
     insert into deletion_progress (desktop_id, items, stage, opened_at, due_at)
     select desktop_id, item_states($2::jsonb), 1, accepted_at, 'infinity' from deletions
     where desktop_id = $1 and state <> 'done'`,
    [desktopId, JSON.stringify(items)],
  );
}

/** Ends every wait of running deletions: what waits for its next turn is looked at now, and asked to go anew. */
export async function hurry(pool: pg.Pool | pg.Client): Promise<void> {
  await pool.query(
    `update deletion_progress set due_at = now(), items = hurried(items), version = version + 1
     where due_at > now() and worker is null`,
  );
}

/** As if items had failed ten times in a row: so often that their deletion is shown as failing after their next turn. */
export async function failOften(
  pool: pg.Pool,
  wanted: { readonly desktopId?: string; readonly kind?: string } = {},
): Promise<void> {
  await pool.query(
    `update deletion_progress set due_at = now(), version = version + 1, attempts = 10, items = (
       select array_agg(case when (items[n]).ended is not null or (items[n]).kind <> coalesce($2, (items[n]).kind) then items[n]
         else jsonb_populate_record(items[n], '{"attempts": 10, "dueAt": null}') end order by n)
       from generate_subscripts(items, 1) n)
     where due_at > now() and worker is null and ($1::uuid is null or desktop_id = $1)`,
    [wanted.desktopId ?? null, wanted.kind ?? null],
  );
}
