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

const codeSubjectOf = (user: DesktopUserId): Buffer => digest(['code of desktop user', user]);
const deskSubjectOf = (user: DesktopUserId): Buffer => digest(['desktop user', user]);
const subjectOf = (user: IamUserId): Buffer => digest(['user', user]);

function digest(who: readonly unknown[]): Buffer {
  return createHash('sha256').update(JSON.stringify(who)).digest();
}

/**
 * Whether a password that was tried lets in: a right one does, unless its user is locked out. Any other try is counted, also one
 * that is right while the lock holds. To be asked after the password was verified: of many tries at once, those that end late meet
 * the lock of those that ended before.
 * @param user whose password was tried; undefined when nobody is called so
 */
export async function admitPassword(
  parts: LockOutParts,
  attempt: LoginAttempt,
  user: AuditEventActor | undefined,
  isRight: boolean,
): Promise<boolean> {
  const lockOut = loginLockOut(parts);
  const isLocked = await lockOut.isLocked(attempt);
  if (isRight && !isLocked) return true;
  noteFailure(isLocked ? undefined : user, false);
  const { locks } = await lockOut.recordFailure(attempt);
  if (!isLocked) noteFailure(user, locks);
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
