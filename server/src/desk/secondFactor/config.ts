import type { Database, Transaction } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import type { ProjectId } from '../../ids.js';
import { keepFactorNarrow } from '../../users/keepFactorNarrow.js';
import { findWorkspace } from '../../workspace/findWorkspace.js';
import {
  addObjects,
  listApplyObjects,
  type NamedObject,
  removeObjects,
  replaceObjects,
} from './applyObjects.js';

/** What the second factor is: codes of an application, which this service checks itself. */
export const fixedFactor = {
  id: '',
  receive_mode: 'VMFA',
  auth_url: '',
  app_id: '',
  app_secret: '',
  auth_server_access_mode: 'INTERNET',
  cert_content: '',
  apply_rule: { rule_type: 'ACCESS_MODE', rule: 'INTERNET' },
};

/** Whether a second factor is asked for, and of whom. Where the service is not open it is off. */
export async function showFactor(database: Database, projectId: ProjectId) {
  const workspace = await findWorkspace(database, projectId);
  const { objects } = await listApplyObjects(database, projectId, {});
  return {
    otp_config_info: {
      ...fixedFactor,
      enable: workspace?.second_factor ?? false,
      apply_objects: [...objects],
    },
    main_auth_config_id: '',
  };
}

/**
 * Switches the second factor on or off, at once and for sessions that are open, too.
 * @param objects whom it is asked of from now on, and nobody else; none: everybody; undefined: as it was
 * @throws {ApiError} WKS.00010099 when the service is not open; as `addObjects`
 */
export async function switchFactor(
  database: Database,
  projectId: ProjectId,
  enable: boolean,
  objects: readonly NamedObject[] | undefined,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await holdService(transaction, projectId);
    await transaction
      .updateTable('workspaces')
      .set({ second_factor: enable })
      .where('project_id', '=', projectId)
      .execute();
    if (objects !== undefined)
      await replaceObjects(transaction, projectId, objects, 'otp_config_info.apply_objects');
  });
}

/**
 * Asks the second factor of more people, of others no longer, all of it or nothing.
 * @throws {ApiError} as {@link switchFactor}; WKS.0001 where nobody is named, or somebody to be added and taken off; DPL.0409 where nobody would be left, so that it is asked of everybody
 */
export async function changeObjects(
  database: Database,
  projectId: ProjectId,
  {
    add = [],
    delete: remove = [],
  }: { readonly add?: readonly NamedObject[]; readonly delete?: readonly NamedObject[] },
): Promise<void> {
  if (add.length + remove.length === 0) throw nobodyNamed();
  refuseInBoth(add, remove);
  await database.transaction().execute(async (transaction) => {
    await holdService(transaction, projectId);
    await keepFactorNarrow(transaction, projectId, async () => {
      await removeObjects(transaction, projectId, remove, 'delete');
      await addObjects(transaction, projectId, add, 'add');
    });
  });
}

const nobodyNamed = (): ApiError =>
  new ApiError('WKS.0001', [
    {
      en: 'add or delete must name at least one user or group',
      zh: 'add和delete至少须有一个，且至少包含一个用户或用户组',
    },
  ]);

/** Whoever is added and taken off by one call would be what the order of the two says, which the caller does not. */
function refuseInBoth(add: readonly NamedObject[], remove: readonly NamedObject[]): void {
  const keyOf = (object: NamedObject): string => `${object.object_type} ${object.object_id.toLowerCase()}`;
  const removed = new Set(remove.map(keyOf));
  const place = add.findIndex((object) => removed.has(keyOf(object)));
  if (place === -1) return;
  throw new ApiError(
    'WKS.0001',
    [{ en: `add.${place} is in delete, too`, zh: `add.${place}同时也在delete中` }],
    `body: add.${place}`,
  );
}

/** Changes take turns. @throws {ApiError} WKS.00010099 */
async function holdService(transaction: Transaction, projectId: ProjectId): Promise<void> {
  const workspace = await transaction
    .selectFrom('workspaces')
    .select('id')
    .where('project_id', '=', projectId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (workspace === undefined) throw new ApiError('WKS.00010099');
}
