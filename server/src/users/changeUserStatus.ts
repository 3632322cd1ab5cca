import type { Ambient } from '../ambient.js';
import type { Database, Transaction } from '../database/connect.js';
import { ApiError, type Language } from '../errors/errors.js';
import { forgetDeskFailures } from '../iam/lockOut/loginLockOut.js';
import type { DesktopUserId, ProjectId } from '../ids.js';
import { inviteUser, obstacles } from './inviteUser.js';

export const userOperations = ['LOCK', 'UNLOCK', 'RESET_PWD'] as const;
export type UserOperation = (typeof userOperations)[number];

export interface UserStatusParts {
  readonly database: Database;
  readonly ambient: Ambient;
  /** Whether mails can have a link: the service knows its own address. */
  readonly canInvite: boolean;
}

/** Whose state is changed, and in which language he is written to. */
export interface UserStatusOrder {
  readonly projectId: ProjectId;
  readonly userId: DesktopUserId;
  readonly language: Language;
}

/**
 * Locks a user out of the desk, lets one in again, or takes the password away and has the user choose a new one by mail. The first and
 * the last end all sessions of the user, and close the screens.
 * @throws {ApiError} WKS.00170312 when there is no such user; DPL.0409 when one cannot be invited, then nothing is changed
 */
export async function changeUserStatus(
  parts: UserStatusParts,
  order: UserStatusOrder,
  operation: UserOperation,
): Promise<void> {
  await withUser(parts, order, async (transaction, user) => {
    if (operation === 'RESET_PWD') {
      refuseUninvitable(parts, user);
      await change(transaction, order, { password_hash: null });
      await inviteUser(transaction, parts.ambient, { ...order, ...user });
    } else {
      await change(transaction, order, { locked: operation === 'LOCK' });
    }
    if (operation !== 'LOCK') await forgetDeskFailures(transaction, order.userId);
  });
}

/**
 * Invites a user again who has not chosen a password yet.
 * @throws {ApiError} WKS.00170312 when there is no such user; DPL.0409 when one cannot be invited, or has a password
 */
export async function inviteAgain(parts: UserStatusParts, order: UserStatusOrder): Promise<void> {
  await withUser(parts, order, async (transaction, user) => {
    if (user.hasPassword) throw new ApiError('DPL.0409', [obstacles.hasPassword]);
    refuseUninvitable(parts, user);
    await inviteUser(transaction, parts.ambient, { ...order, ...user });
  });
}

/** A user as he is while nobody else can change him. */
export interface HeldUser {
  readonly id: DesktopUserId;
  readonly name: string;
  readonly email: string;
  readonly keptOut: boolean;
  readonly hasPassword: boolean;
  readonly activeType: string;
}

/** Does something to a user whom nobody else changes meanwhile. @throws {ApiError} WKS.00170312 when there is no such user */
export async function withUser(
  { database }: Pick<UserStatusParts, 'database'>,
  { projectId, userId }: UserStatusOrder,
  then: (transaction: Transaction, user: HeldUser) => Promise<void>,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const user = await transaction
      .selectFrom('desktop_users')
      .select((row) => [
        'id',
        'user_name as name',
        'user_email as email',
        'active_type as activeType',
        row.or([row('disabled', '=', true), row('locked', '=', true)]).as('keptOut'),
        row('password_hash', 'is not', null).as('hasPassword'),
      ])
      .where('project_id', '=', projectId)
      .where('id', '=', userId)
      .forUpdate()
      .executeTakeFirst();
    if (user === undefined) throw new ApiError('WKS.00170312');
    await then(transaction, {
      ...user,
      keptOut: user.keptOut === true,
      hasPassword: user.hasPassword === true,
    });
  });
}

function refuseUninvitable({ canInvite }: UserStatusParts, { keptOut }: HeldUser): void {
  if (!canInvite) throw new ApiError('DPL.0409', [obstacles.noLink]);
  if (keptOut) throw new ApiError('DPL.0409', [obstacles.keptOut]);
}

/** Gives the user a password that somebody else knows: he is to choose another one. */
export async function setPassword(
  transaction: Transaction,
  order: UserStatusOrder,
  passwordHash: string,
): Promise<void> {
  await change(transaction, order, { password_hash: passwordHash, next_login_change_password: true });
}

async function change(
  transaction: Transaction,
  { projectId, userId }: UserStatusOrder,
  values:
    | { readonly locked: boolean }
    | { readonly password_hash: null }
    | { readonly password_hash: string; readonly next_login_change_password: true },
): Promise<void> {
  await transaction
    .updateTable('desktop_users')
    .set(values)
    .where('project_id', '=', projectId)
    .where('id', '=', userId)
    .execute();
}
