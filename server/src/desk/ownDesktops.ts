import type { Ambient } from '../ambient.js';
import type { Database, Transaction } from '../database/connect.js';
import { retryOnConflict } from '../database/retryOnConflict.js';
import { type PowerOperation, powerDesktopsIn } from '../desktops/power/powerDesktops.js';
import { loginStatusOf } from '../desktops/read/loginStatus.js';
import { ApiError } from '../errors/errors.js';
import { requireFound } from '../errors/requireFound.js';
import type { DesktopId } from '../ids.js';
import type { DeskUser } from './deskSession.js';

export interface OwnDesktop {
  readonly id: DesktopId;
  readonly computerName: string;
  readonly status: string;
  /** Empty: nothing is going on. */
  readonly taskStatus: string;
  readonly loginStatus: string;
  /** Then it is not to be opened or switched. */
  readonly inMaintenance: boolean;
}

/** Those that are his or one of his groups', by name. */
export async function listOwnDesktops(database: Database, user: DeskUser): Promise<OwnDesktop[]> {
  const rows = await database
    .selectFrom('desktops as d')
    .innerJoin('desktop_access as a', 'a.desktop_id', 'd.id')
    .where('d.project_id', '=', user.projectId)
    .where('a.user_id', '=', user.userId)
    .where('d.gone_at', 'is', null)
    .select(['d.id', 'd.computer_name', 'd.status', 'd.task_status', loginStatusOf.as('login_status')])
    .select('d.in_maintenance_mode')
    .orderBy('d.computer_name')
    .orderBy('d.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    computerName: row.computer_name,
    status: row.status,
    taskStatus: row.task_status,
    loginStatus: row.login_status,
    inMaintenance: row.in_maintenance_mode,
  }));
}

/**
 * Starts, stops or restarts one of his desktops. Whether it is his is asked again once it is locked: who took it from him meanwhile has
 * locked it before.
 * @throws {ApiError} DPL.0404 for any other one; WKS.00010032 when its state does not allow it, or it is in maintenance
 */
export async function operateOwnDesktop(
  database: Database,
  ambient: Ambient,
  user: Pick<DeskUser, 'projectId' | 'userId'>,
  order: { readonly desktopId: DesktopId; readonly operation: PowerOperation; readonly hard: boolean },
): Promise<void> {
  const { desktopId, operation, hard } = order;
  await retryOnConflict(() =>
    database.transaction().execute(async (transaction) => {
      await requireOwn(transaction, user, desktopId);
      const { failed } = await powerDesktopsIn(transaction, ambient, {
        projectId: user.projectId,
        desktopIds: [desktopId],
        operation,
        hard,
      });
      for (const { error } of failed) throw error;
      await requireOwn(transaction, user, desktopId);
    }),
  );
}

async function requireOwn(
  transaction: Transaction,
  user: Pick<DeskUser, 'projectId' | 'userId'>,
  desktopId: DesktopId,
): Promise<void> {
  const desktop = requireFound(
    await transaction
      .selectFrom('desktops as d')
      .innerJoin('desktop_access as a', 'a.desktop_id', 'd.id')
      .where('d.id', '=', desktopId)
      .where('d.project_id', '=', user.projectId)
      .where('a.user_id', '=', user.userId)
      .where('d.gone_at', 'is', null)
      .select(['d.computer_name', 'd.in_maintenance_mode'])
      .executeTakeFirst(),
    'desktop',
  );
  if (desktop.in_maintenance_mode) throw inMaintenance(desktop.computer_name);
}

/** A refusal of what whoever has it must not do with a desktop in maintenance. */
export function inMaintenance(computerName: string): ApiError {
  return new ApiError('WKS.00010032', [computerName, 'MAINTENANCE']);
}
