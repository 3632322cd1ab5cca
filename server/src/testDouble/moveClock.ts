import { sql } from 'kysely';
import type { Database, Transaction } from '../database/connect.js';
import { wrong } from './readFault.js';

/** What the service's clock shows. */
export interface ClockReading {
  readonly now: Date;
  /** Seconds between the database's clock and this one. */
  readonly aheadSeconds: number;
}

/** By how much, or to when. */
export type ClockMove = { readonly seconds: number } | { readonly to: Date };

/** The longest way that a clock is moved at once, in seconds: each time of a scheduled task on the way is carried out. */
export const longestMove = 400 * 86_400;
/** The furthest that it is ahead: ten years, in seconds. */
const furthest = 3_650 * 86_400;

export async function readClock(database: Database | Transaction): Promise<ClockReading> {
  const { rows } = await sql<ClockReading>`
    select service_now() as now, service_clock_ahead() as "aheadSeconds"`.execute(database);
  const [reading] = rows;
  if (reading === undefined) throw new Error('The database does not know what its clock shows.');
  return reading;
}

/**
 * Moves the clock of every replica ahead. One after the other: two moves by an hour are two hours.
 * @throws {ApiError} WKS.0001 for a way back, or one that is too long
 */
export async function moveClock(database: Database, move: ClockMove): Promise<ClockReading> {
  return changeClock(database, async (transaction, { now, aheadSeconds }) => {
    const seconds = 'seconds' in move ? move.seconds : Math.ceil((move.to.getTime() - now.getTime()) / 1_000);
    const field = 'seconds' in move ? 'move_by_seconds' : 'set_to';
    if (seconds < 1)
      throw wrong(
        field,
        `must be later than ${now.toISOString()}: the clock goes ahead only, or back to the real time (ResetClock)`,
        `必须晚于${now.toISOString()}：时钟只能前进，或还原为真实时间（ResetClock）`,
      );
    if (seconds > longestMove || aheadSeconds + seconds > furthest)
      throw wrong(
        field,
        `is too far: at most ${longestMove / 86_400} days at once, and ${furthest / 86_400} days in all`,
        `过远：每次最多${longestMove / 86_400}天，累计最多${furthest / 86_400}天`,
      );
    await noteMove(transaction, aheadSeconds, aheadSeconds + seconds);
  });
}

/**
 * Sets the clock back to the database's. What it let expire does not come back, and what was to last by it does not last longer:
 * tokens, temporary keys, sessions, links, addresses of screens, exports and lock-outs end. Scheduled tasks stay at the time to which they
 * have moved on, so that none is carried out twice.
 */
export async function resetClock(database: Database): Promise<ClockReading> {
  return changeClock(database, async (transaction, { aheadSeconds }) => {
    if (aheadSeconds === 0) return;
    await noteMove(transaction, aheadSeconds, 0);
    await sql`update service_clock_moves set undone = true where not undone`.execute(transaction);
    // By the clock as it is now: whatever a process remembers as good is told of.
    for (const table of limitedInTime) await sql`delete from ${sql.table(table)}`.execute(transaction);
    await sql`update desk_invitations set expires_at = least(expires_at, now())`.execute(transaction);
  });
}

/** What proves who somebody is, keeps him out, or can be had, for a while. */
const limitedInTime = [
  'temporary_keys',
  'tokens',
  'browser_sessions',
  'desk_sessions',
  'screen_tickets',
  'login_failures',
  'signature_failures',
  'export_tasks',
] as const;

async function changeClock(
  database: Database,
  change: (transaction: Transaction, before: ClockReading) => Promise<void>,
): Promise<ClockReading> {
  return database.transaction().execute(async (transaction) => {
    await sql`lock table service_clock_moves in exclusive mode`.execute(transaction);
    await change(transaction, await readClock(transaction));
    return readClock(transaction);
  });
}

async function noteMove(transaction: Transaction, before: number, after: number): Promise<void> {
  await sql`
    insert into service_clock_moves (ahead_before, ahead_after, left_at, came_at)
    values (${before}::integer, ${after}::integer,
      clock_timestamp() + ${before}::integer * interval '1 second', clock_timestamp() + ${after}::integer * interval '1 second')`.execute(
    transaction,
  );
}
