import type { Database } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import type { DesktopId } from '../../ids.js';
import { type DesktopAccess, findAuthorizedDesktop } from '../access/authorizeDesktop.js';
import { isNameTaken } from '../create/chooseNames.js';
import { nameTaken } from '../create/orderRefusals.js';
import { retryOnNewRevision } from './retryOnNewRevision.js';

/**
 * Gives a desktop another name; the machine itself keeps running under its host name until it is restarted.
 * @param isProtected sets its deletion protection in the same statement; undefined: left as it is
 * @throws {ApiError} DPL.0403, DPL.0404, WKS.00010032 while a task runs on it, DPL.0409 when another desktop or a user
 * of the project is called so
 */
export async function renameDesktop(
  database: Database,
  access: DesktopAccess,
  desktopId: DesktopId,
  name: string,
  isProtected?: boolean,
): Promise<void> {
  await retryOnNewRevision(async () => {
    const desktop = await findAuthorizedDesktop(database, access, desktopId);
    if (desktop.taskStatus !== '') {
      throw new ApiError('WKS.00010032', [desktopId, desktop.taskStatus], `desktop: ${desktopId}`);
    }
    await refuseUserName(database, access, name);
    const written = await database
      .updateTable('desktops as d')
      .set((eb) => ({
        computer_name: name,
        revision: eb('d.revision', '+', 1),
        ...(isProtected === undefined ? {} : { deletion_protection: isProtected }),
      }))
      .where('d.project_id', '=', access.projectId)
      .where('d.id', '=', desktopId)
      .where('d.gone_at', 'is', null)
      .where('d.task_status', '=', '')
      .where('d.revision', '=', desktop.revision)
      .executeTakeFirst()
      .catch((error: unknown) => {
        if (isNameTaken(error)) throw nameTaken(name, 'desktop', field);
        throw error;
      });
    return written.numUpdatedRows === 1n ? true : undefined;
  });
}

/** Where the body has the name. */
const field = 'desktop.computer_name';

async function refuseUserName(database: Database, access: DesktopAccess, name: string): Promise<void> {
  const user = await database
    .selectFrom('desktop_users')
    .where('project_id', '=', access.projectId)
    .where((eb) => eb(eb.fn('lower', ['user_name']), '=', name.toLowerCase()))
    .select('id')
    .executeTakeFirst();
  if (user !== undefined) throw nameTaken(name, 'user', field);
}
