import type pg from 'pg';
import { waitUntil } from './waitUntil.js';

/**
 * Holds a call up where it first needs what a statement locks, lets something happen, and lets it go on.
 * @param lock in SQL: as `lock table desktop_tags in share mode`, or `select from desktops for update`
 * @returns what the call answers
 */
export async function heldUp<Answer>(
  pool: pg.Pool,
  lock: string,
  call: () => Promise<Answer>,
  happen: () => Promise<unknown>,
): Promise<Answer> {
  const holder = await pool.connect();
  try {
    await holder.query('begin');
    await holder.query(lock);
    const answer = call();
    await waitUntil(async () => {
      const { rowCount } = await holder.query(
        'select from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))',
      );
      return rowCount !== 0;
    }, 'the call to be held up');
    await happen();
    await holder.query('commit');
    return await answer;
  } finally {
    await holder.query('rollback');
    holder.release();
  }
}
