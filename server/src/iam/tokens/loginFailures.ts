import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Ambient } from '../../ambient.js';
import type { AuditEventActor } from '../../auditEvents/auditEventFacts.js';
import { type AuditEventFailure, noteInAuditEvent } from '../../auditEvents/openAuditEvent.js';
import type { Database } from '../../database/connect.js';
import { sourceOf } from '../../http/limits/sourceOf.js';
import type { IamUserId } from '../../ids.js';
import type { UserReference } from './tokenRequest.js';

/**
 * A try to sign in: at whom, and from where. Both together are locked, so that nobody can lock a user out from elsewhere, and
 * one who guesses is stopped.
 */
export interface LoginAttempt {
  /** A digest: names that nobody has are counted as well, and are no more than that. */
  readonly subject: Buffer;
  readonly source: string;
}

interface FailureParts {
  readonly pool: pg.Pool;
  readonly ambient: Ambient;
}

/** docs/reference/tokens.md#failed-log-ins: five failures in fifteen minutes, then fifteen minutes. */
const maxFailures = 5;
const windowMs = 15 * 60_000;
const lockMs = 15 * 60_000;
/** Neither the window nor the lock reaches back further. */
const memoryMs = 3_600_000;

/** @param found the user that was named, if there is one: named by id or by name he is the same */
export function loginAttempt(
  named: UserReference,
  found: IamUserId | undefined,
  address: string | undefined,
): LoginAttempt {
  const subject = found === undefined ? digest(['nobody', named]) : subjectOf(found);
  return { subject, source: sourceOf(address) };
}

const subjectOf = (user: IamUserId): Buffer => digest(['user', user]);

function digest(who: readonly unknown[]): Buffer {
  return createHash('sha256').update(JSON.stringify(who)).digest();
}

export async function isLockedOut({ pool, ambient }: FailureParts, attempt: LoginAttempt): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'iam-login-locked',
    text: 'select from login_failures where subject = $1 and source = $2 and locked_until > $3',
    values: [attempt.subject, attempt.source, ambient.now()],
  });
  return rowCount === 1;
}

/**
 * Says in the trace of the request that it is a failure. Of names that nobody has, and while a lock holds, nothing is traced:
 * so a guesser fills no log.
 * @param user whose password it was not; undefined: not to be traced
 * @param locks whether this failure has locked him out
 */
export function noteFailure(user: AuditEventActor | undefined, locks: boolean): void {
  const failure: AuditEventFailure = locks
    ? { code: '401', name: 'lockOutUser', rating: 'incident' }
    : { code: '401', name: 'loginFailed', rating: 'warning' };
  noteInAuditEvent({ failure, ...(user === undefined ? {} : { actor: user }) });
}

/**
 * Counts a failure, and locks at the fifth. Also throws away a few that are long past.
 * @returns whether this failure is the one that locks
 */
export async function recordFailure(
  { pool, ambient }: FailureParts,
  attempt: LoginAttempt,
): Promise<boolean> {
  const now = ambient.now().getTime();
  const { rows } = await pool.query<{ locks: boolean }>({
    name: 'iam-login-failed',
    text: failure,
    values: [
      attempt.subject,
      attempt.source,
      new Date(now),
      new Date(now - windowMs),
      new Date(now + lockMs),
      maxFailures,
      new Date(now - memoryMs),
    ],
  });
  return rows[0]?.locks === true;
}

/** A row goes on being counted while its first failure is in the window and no lock of it is over. */
const failure = `
  with forgotten as (
    delete from login_failures where (subject, source) in (
      select subject, source from login_failures
       where since < $7 and (subject, source) <> ($1, $2) order by since limit 20 for update skip locked))
  insert into login_failures as f (subject, source, failures, since) values ($1, $2, 1, $3)
  on conflict (subject, source) do update set
    failures = case when f.since > $4 and coalesce(f.locked_until > $3, true) then f.failures + 1 else 1 end,
    since = case when f.since > $4 and coalesce(f.locked_until > $3, true) then f.since else $3 end,
    locked_until = case
      when f.locked_until > $3 then f.locked_until
      when f.since > $4 and f.locked_until is null and f.failures + 1 >= $6 then $5::timestamptz
    end
  returning coalesce(f.locked_until = $5::timestamptz, false) as locks`;

/** A log-in that went well ends the row of failures before it. */
export async function forgiveFailures({ pool }: FailureParts, attempt: LoginAttempt): Promise<void> {
  await pool.query({
    name: 'iam-login-forgiven',
    text: 'delete from login_failures where subject = $1 and source = $2',
    values: [attempt.subject, attempt.source],
  });
}

/** With a new password the guesses at the old one no longer count, from wherever they came. */
export async function forgetFailures(database: Database, user: IamUserId): Promise<void> {
  await database.deleteFrom('login_failures').where('subject', '=', subjectOf(user)).execute();
}
