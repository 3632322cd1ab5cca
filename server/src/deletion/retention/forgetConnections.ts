import type pg from 'pg';

/** So many records go together: a delete that takes long would hold others up. */
const portion = 1_000;

/** Lets records of connections to screens go that ended longer ago than the retention: they say who worked when, and prove nothing. */
export async function forgetConnections(pool: pg.Pool, keepDays: number): Promise<void> {
  await pool.query({
    name: 'forget-connections',
    text: `
      delete from screen_connections where id in (
        select id from screen_connections
         where ended_at < now() - make_interval(days => $1) order by ended_at limit $2 for update skip locked)`,
    values: [keepDays, portion],
  });
}
