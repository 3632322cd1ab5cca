import type { Database } from '../database/connect.js';
import { type DesktopAccess, refuseDeniedEffect } from '../desktops/access/authorizeDesktop.js';
import { readDesktopResources } from '../desktops/access/desktopResource.js';
import { ApiError, type ErrorArgument } from '../errors/errors.js';
import { asId, type DesktopId } from '../ids.js';
import type { CreateTaskBody } from './scheduleSchemas.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The desktops that a task is for, each once, in the order of the call. Whoever may not switch one on or off may not have it done by a task.
 * @throws {ApiError} WKS.0001 for none, and for one that is not there; DPL.0501 for pools and for all desktops; DPL.0403 when a policy
 * forbids to switch one
 */
export async function resolveObjects(
  database: Database,
  access: DesktopAccess,
  objects: NonNullable<CreateTaskBody['apply_objects']>,
): Promise<DesktopId[]> {
  if (objects.length === 0)
    throw invalid('apply_objects', {
      en: 'apply_objects must name at least one desktop',
      zh: 'apply_objects至少应包含一个桌面',
    });
  for (const [index, { object_type: type = 'DESKTOP' }] of objects.entries())
    if (type !== 'DESKTOP')
      throw new ApiError(
        'DPL.0501',
        [
          {
            en: `tasks for ${type}; name each desktop with object_type DESKTOP`,
            zh: `对象类型为${type}的定时任务；请以object_type DESKTOP逐个指定桌面`,
          },
        ],
        `body: apply_objects.${index}.object_type`,
      );
  const named = [...new Set(objects.map(({ object_id: id = '' }) => id))];
  const ids = named.filter((id) => uuid.test(id)).map((id) => asId<DesktopId>(id));
  const desktops = await refuseDeniedDesktops(database, access, ids);
  const missing = named.find((id) => desktops.get(asId<DesktopId>(id))?.gone !== false);
  if (missing !== undefined)
    throw invalid('apply_objects.object_id', {
      en: `apply_objects.object_id must name an existing desktop: "${missing.slice(0, 100)}" does not exist`,
      zh: `apply_objects.object_id的值“${missing.slice(0, 100)}”不是现有桌面`,
    });
  return ids;
}

/**
 * Refuses whoever may not switch one of the desktops on or off: neither by a task of their own nor by a change of one that is for it.
 * @returns what is known of them
 * @throws {ApiError} DPL.0403
 */
export async function refuseDeniedDesktops(
  database: Database,
  access: DesktopAccess,
  ids: readonly DesktopId[],
) {
  const desktops = await readDesktopResources(database, access.projectId, ids);
  for (const id of ids) refuseDeniedEffect(access, 'workspace:desktops:operate', id, desktops.get(id));
  return desktops;
}

const invalid = (field: string, words: ErrorArgument): ApiError =>
  new ApiError('WKS.0001', [words], `body: ${field}`);
