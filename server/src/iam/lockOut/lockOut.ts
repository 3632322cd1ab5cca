import type pg from 'pg';
import type { Ambient } from '../../ambient.js';

/** Whom failures are held against: what was tried, and from where. Both together are locked, so that nobody is from elsewhere. */
export interface Attempt<Subject extends string | Buffer> {
  readonly subject: Subject;
  /** A network, as `http/limits/sourceOf.ts` says it. */
  readonly source: string;
}

/** How many failures lock, and for how long. Times are milliseconds of the service's clock. */
export interface LockOutRule {
  readonly table: 'login_failures' | 'signature_failures';
  /** The column of the subject. */
  readonly subject: 'subject' | 'access_key';
  /** The column with the time from which on the window is measured. */
  readonly countedSince: 'since' | 'last_at';
  /** Whether that is the first failure of a row, or the last one. */
  readonly windowFrom: 'first' | 'last';
  readonly windowMs: number;
  /** The failure of a row that locks, from 1. */
  readonly locksAt: number;
  readonly lockMs: number;
  /** After that long neither the window nor a lock reaches back. */
  readonly forgottenAfterMs: number;
}

export interface LockOutParts {
  readonly pool: pg.Pool;
  readonly ambient: Ambient;
}

/** One count of failures for every replica: it counts, locks and forgets. */
export interface LockOut<Subject extends string | Buffer> {
  /** Asks the database. */
  isLocked(attempt: Attempt<Subject>): Promise<boolean>;
  /** Counts a failure. Also throws away a few that are long past. */
  recordFailure(attempt: Attempt<Subject>): Promise<RecordedFailure>;
  /** Ends the row of failures: the next one is the first. */
  forgive(attempt: Attempt<Subject>): Promise<void>;
}

export interface RecordedFailure {
  /** Null: not locked. */
  readonly lockedUntil: Date | null;
  /** Whether it is this failure that locks. */
  readonly locks: boolean;
}

export function createLockOut<Subject extends string | Buffer>(
  { pool, ambient }: LockOutParts,
  rule: LockOutRule,
): LockOut<Subject> {
  const { table, subject: subjectColumn } = rule;
  const key = `${subjectColumn} = $1 and source = $2`;
  const counting = countingStatement(rule);
  return {
    isLocked: async ({ subject, source }) => {
      const { rowCount } = await pool.query({
        name: `iam-${table}-locked`,
        text: `select from ${table} where ${key} and locked_until > $3`,
        values: [subject, source, ambient.serviceNow()],
      });
      return rowCount === 1;
    },
    recordFailure: async ({ subject, source }) => {
      const now = ambient.serviceNow().getTime();
      const ago = (milliseconds: number): Date => new Date(now - milliseconds);
      const lockedUntil = new Date(now + rule.lockMs);
      const { rows } = await pool.query<RecordedFailure>({
        name: `iam-${table}-count`,
        text: counting,
        values: [
          subject,
          source,
          ago(0),
          ago(rule.windowMs),
          lockedUntil,
          rule.locksAt,
          ago(rule.forgottenAfterMs),
        ],
      });
      return rows[0] ?? { lockedUntil: null, locks: false };
    },
    forgive: async ({ subject, source }) => {
      await pool.query({
        name: `iam-${table}-forgive`,
        text: `delete from ${table} where ${key}`,
        values: [subject, source],
      });
    },
  };
}

/**
 * A row goes on being counted while it is locked, or while it has not been and its window is open; else the failure is the first
 * of a new one. A lock stays as it is until it is over. Parameters: $1 subject, $2 source, $3 now, $4 where the window begins,
 * $5 the end of a lock that begins now, $6 the failure that locks, $7 what is older is forgotten.
 */
function countingStatement({ table, subject, countedSince, windowFrom }: LockOutRule): string {
  const isLocked = 'coalesce(f.locked_until > $3, false)';
  const goesOn = `(${isLocked} or f.locked_until is null and f.${countedSince} >= $4)`;
  return `
  with forgotten as (
    delete from ${table} where (${subject}, source) in (
      select ${subject}, source from ${table}
       where ${countedSince} < $7 and (${subject}, source) <> ($1, $2)
       order by ${countedSince} limit 20 for update skip locked))
  insert into ${table} as f (${subject}, source, failures, ${countedSince}) values ($1, $2, 1, $3)
  on conflict (${subject}, source) do update set
    failures = case when ${goesOn} then f.failures + 1 else 1 end,
    ${countedSince} = ${windowFrom === 'last' ? '$3' : `case when ${goesOn} then f.${countedSince} else $3 end`},
    locked_until = case when ${isLocked} then f.locked_until
                        when ${goesOn} and f.failures + 1 >= $6 then $5::timestamptz end
  returning f.locked_until as "lockedUntil", coalesce(f.locked_until = $5::timestamptz, false) as locks`;
}
