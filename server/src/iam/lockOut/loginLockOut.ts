import { createHash } from 'node:crypto';
import type { AuditEventActor } from '../../auditEvents/auditEventFacts.js';
import { type AuditEventFailure, noteInAuditEvent } from '../../auditEvents/openAuditEvent.js';
import type { Transaction } from '../../database/connect.js';
import { sourceOf } from '../../http/limits/sourceOf.js';
import type { DesktopUserId, IamUserId } from '../../ids.js';
import type { UserReference } from '../tokens/tokenRequest.js';
import { type Attempt, createLockOut, type LockOut, type LockOutParts, type LockOutRule } from './lockOut.js';

/** The subject is a digest: names that nobody has are counted as well, and are no more than that. */
export type LoginAttempt = Attempt<Buffer>;

/** Five failures within fifteen minutes of the first lock for fifteen minutes (docs/reference/tokens.md#getting-a-token). */
const rule: LockOutRule = {
  table: 'login_failures',
  subject: 'subject',
  countedSince: 'since',
  windowFrom: 'first',
  windowMs: 15 * 60_000,
  locksAt: 5,
  lockMs: 15 * 60_000,
  forgottenAfterMs: 3_600_000,
};

/** @param found the user that was named, if there is one: named by id or by name he is the same */
export function loginAttempt(
  named: UserReference,
  found: IamUserId | undefined,
  address: string | undefined,
): LoginAttempt {
  const subject = found === undefined ? digest(['nobody', named]) : subjectOf(found);
  return { subject, source: sourceOf(address) };
}

/** As {@link loginAttempt}, of somebody who works on desktops and is no IAM user. */
export function deskAttempt(
  named: { readonly enterpriseId: string; readonly userName: string },
  found: DesktopUserId | undefined,
  address: string | undefined,
): LoginAttempt {
  const subject = found === undefined ? digest(['no desktop user', named]) : deskSubjectOf(found);
  return { subject, source: sourceOf(address) };
}

/**
 * As {@link deskAttempt}, of a code of his device. It counts from wherever it comes: a code has few digits, and only who knows the
 * password gets to try one.
 */
export function codeAttempt(user: DesktopUserId): LoginAttempt {
  return { subject: codeSubjectOf(user), source: '' };
}

/** What came of a password or a code. `shut-out`: it is right, of somebody who is let in nowhere now: disabled, or the service is locked. */
export type Tried = 'right' | 'shut-out' | 'wrong';

/** @param mayComeIn whether its user is let in at all */
export function triedPassword(isRight: boolean, mayComeIn: boolean): Tried {
  if (!isRight) return 'wrong';
  return mayComeIn ? 'right' : 'shut-out';
}

const codeSubjectOf = (user: DesktopUserId): Buffer => digest(['code of desktop user', user]);
const deskSubjectOf = (user: DesktopUserId): Buffer => digest(['desktop user', user]);
const shutOutSubject = (subject: Buffer): Buffer => digest(['shut out', subject.toString('hex')]);
const subjectOf = (user: IamUserId): Buffer => digest(['user', user]);

function digest(who: readonly unknown[]): Buffer {
  return createHash('sha256').update(JSON.stringify(who)).digest();
}

/**
 * Whether a password that was tried lets in: a right one does, unless its user is locked out. Any other try is counted, also one
 * that is right while the lock holds; but the right one of somebody who is shut out is no guess, and counts where it locks nobody: by
 * the same steps, so that it does not show in the time. To be asked after the password was verified: of many tries at once, those that end late meet
 * the lock of those that ended before.
 * @param user whose password was tried; undefined when nobody is called so
 */
export async function admitPassword(
  parts: LockOutParts,
  attempt: LoginAttempt,
  user: AuditEventActor | undefined,
  tried: Tried,
): Promise<boolean> {
  const lockOut = loginLockOut(parts);
  const isLocked = await lockOut.isLocked(attempt);
  if (tried === 'right' && !isLocked) return true;
  noteFailure(isLocked ? undefined : user, false);
  const isGuess = tried !== 'shut-out';
  const subject = isGuess ? attempt.subject : shutOutSubject(attempt.subject);
  const { locks } = await lockOut.recordFailure({ ...attempt, subject });
  if (!isLocked) noteFailure(user, locks && isGuess);
  return false;
}

/** A log-in that went well ends the row of failures before it. */
export async function forgiveFailures(parts: LockOutParts, attempt: LoginAttempt): Promise<void> {
  await loginLockOut(parts).forgive(attempt);
}

/** With a new password the guesses at the old one no longer count, from wherever they came. */
export async function forgetFailures(transaction: Transaction, user: IamUserId): Promise<void> {
  await transaction.deleteFrom('login_failures').where('subject', '=', subjectOf(user)).execute();
}

/** As {@link forgetFailures}, of somebody who works on desktops. */
export async function forgetDeskFailures(transaction: Transaction, user: DesktopUserId): Promise<void> {
  const subjects = [deskSubjectOf(user), codeSubjectOf(user)];
  await transaction.deleteFrom('login_failures').where('subject', 'in', subjects).execute();
}

const loginLockOut = (parts: LockOutParts): LockOut<Buffer> => createLockOut(parts, rule);

/**
 * Says in the audit event of the request that it is a failure. Of names that nobody has, and while a lock holds, there is no audit
 * event: so a guesser fills no log.
 * @param user whose password it was not; undefined: no audit event
 * @param locks whether this failure has locked him out
 */
function noteFailure(user: AuditEventActor | undefined, locks: boolean): void {
  const failure: AuditEventFailure = locks
    ? { code: '401', name: 'lockOutUser', rating: 'incident' }
    : { code: '401', name: 'loginFailed', rating: 'warning' };
  noteInAuditEvent({ failure, ...(user === undefined ? {} : { actor: user }) });
}
