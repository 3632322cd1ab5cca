import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { compactDeletions, type RetentionPlace } from '../deletion/retention/compactDeletions.js';
import { showUntilGone } from './desktopCalls.js';
import type { TestService } from './startTestService.js';
import { waitUntil } from './waitUntil.js';

/** For how many days deletions are kept whole in these tests. */
export const keptDays = 30;

/**
 * Deletes a desktop and waits until nothing about it is open any more.
 * @param mails how many users are told by mail
 * @returns what the API then says of the deletion
 */
export async function deleteAndSettle(
  service: TestService,
  desktopId: string,
  options: { readonly query?: string; readonly mails?: number } = {},
) {
  const answer = await service.call('DELETE', `/desktops/${desktopId}?${options.query ?? ''}`);
  assert.equal(answer.status, 204, answer.text);
  await showUntilGone(service, desktopId);
  await awaitSettled(service, [desktopId]);
  const { body } = await service.call('GET', `/deletions/${desktopId}`);
  assert.equal(body.receipt.addenda.length, options.mails ?? 0);
  return body;
}

/** Waits until the deletions are settled: done, sealed, and every mail about them sent. */
export async function awaitSettled(service: TestService, desktopIds: readonly string[]): Promise<void> {
  await waitUntil(async () => {
    const { rows } = await service.database.pool.query<{ settled: boolean }>(
      'select bool_and(deletion_is_settled(id)) as settled from unnest($1::uuid[]) id',
      [desktopIds],
    );
    return rows[0]?.settled;
  }, 'the deletions to be settled');
}

/** As if the deletions had ended so many days earlier. */
export async function moveBack(service: TestService, desktopIds: readonly string[], days = keptDays + 1) {
  await service.database.pool.query(
    `update deletion_ends set completed_at = completed_at - make_interval(days => $2) where desktop_id = any($1::uuid[])`,
    [desktopIds, days],
  );
}

/** As if a deletion that is done were still running. @returns lets it be done again */
export async function setEndAside(pool: pg.Pool, desktopId: string): Promise<() => Promise<void>> {
  const elsewhere = randomUUID();
  const move = async (from: string, to: string): Promise<void> => {
    await pool.query('update deletion_ends set desktop_id = $2 where desktop_id = $1', [from, to]);
  };
  await move(desktopId, elsewhere);
  return () => move(elsewhere, desktopId);
}

/** One whole round of the retention. @returns how many deletions it let go */
export async function compactAll(
  { database }: Pick<TestService, 'database'>,
  portion = 100,
): Promise<number> {
  let place: RetentionPlace | undefined;
  let compacted = 0;
  do {
    const done = await compactDeletions(database.pool, keptDays, place, portion);
    compacted += done.compacted;
    place = done.next;
  } while (place !== undefined);
  return compacted;
}

/** The tables of the ledger and about it, in which a deletion that was let go has nothing left. */
const letGo = {
  deletion_orders: 'desktop_id',
  deletion_ends: 'desktop_id',
  items: 'desktop_id',
  deletion_items: 'desktop_id',
  deletion_users: 'desktop_id',
  desktop_detachments: 'desktop_id',
  desktop_assignments: 'desktop_id',
  desktop_group_detachments: 'desktop_id',
  desktop_group_assignments: 'desktop_id',
  mails: 'desktop_id',
  sub_jobs: 'desktop_id',
} as const;

/** How many rows tell of a desktop, by table; tables without one are left out. */
export async function countLeft(
  { database }: TestService,
  desktopId: string,
): Promise<Record<string, number>> {
  const counts = Object.entries(letGo).map(
    ([table, column]) =>
      `select '${table}' as name, count(*)::int as rows from ${table} where ${column}::text = $1`,
  );
  const { rows } = await database.pool.query<{ name: string; rows: number }>(counts.join(' union all '), [
    desktopId,
  ]);
  return Object.fromEntries(rows.filter((row) => row.rows > 0).map((row) => [row.name, row.rows]));
}

/** The tables with a row that has the word in it, as text in any case or as bytes. */
export async function tablesWith(pool: pg.Pool, word: string): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace`,
  );
  const bytes = Buffer.from(word).toString('hex');
  const found: string[] = [];
  for (const { name } of rows) {
    const { rowCount } = await pool.query(
      `select from "${name}" where lower("${name}"::text) like any (array[$1, $2]) limit 1`,
      [`%${word}%`, `%${bytes}%`],
    );
    if (rowCount !== 0) found.push(name);
  }
  return found;
}
