import { type RawBuilder, sql } from 'kysely';
import type { Transaction } from '../database/connect.js';
import type { TaskId } from '../ids.js';

/** Whether tests moved the clock over a moment of it, and have not set it back since. */
const isMovedOver = (moment: RawBuilder<Date>): RawBuilder<boolean> => sql<boolean>`exists (
  select from service_clock_moves m where not m.undone and m.left_at < ${moment} and m.came_at >= ${moment})`;

/**
 * Whether a due task `t` waits: the clock was moved over its time, and one of its desktops is still being switched by a scheduled task,
 * or has an earlier time of another one before it. Times that are all due at once come one after the other so, as if the clock had gone
 * through them. Where the clock was not moved nothing waits.
 * @param but tasks for which nobody waits
 */
export const waitsForEarlier = (but: readonly TaskId[]): RawBuilder<boolean> => sql<boolean>`(
  case when (select exists (select from service_clock_moves)) and ${isMovedOver(sql`t.next_run_at`)}
  then exists (
    select from scheduled_task_desktops o join desktops d on d.id = o.desktop_id and d.project_id = o.project_id
    where o.task_id = t.id and (
      d.task_status <> '' and exists (
        select from scheduled_task_results r where r.status = 'RUNNING' and r.job_id = d.task_job_id)
      or exists (
        select from scheduled_task_desktops other join scheduled_tasks e on e.id = other.task_id
        where other.desktop_id = o.desktop_id and (e.next_run_at, e.id) < (t.next_run_at, t.id)
          and e.id <> all(${[...but]}::uuid[]))))
  else false end)`;

/** When a time of a task counts as carried out, and how late that is: nobody was late for what tests moved the clock over. */
export async function readStart(
  transaction: Transaction,
  { planned, now }: { readonly planned: Date; readonly now: Date },
): Promise<{ readonly startedAt: Date; readonly lateMs: number }> {
  const { rows } = await sql<{ milliseconds: number; isMovedOver: boolean }>`
    select service_time_moved_over(${planned}, ${now}) as milliseconds,
      ${isMovedOver(sql`${planned}::timestamptz`)} as "isMovedOver"`.execute(transaction);
  const [read] = rows;
  if (read?.isMovedOver === true) return { startedAt: planned, lateMs: 0 };
  return { startedAt: now, lateMs: now.getTime() - planned.getTime() - (read?.milliseconds ?? 0) };
}
