import type { AccessedResource } from '../../access/conditionKeysOf.js';
import type { ResourceType } from '../../access/permissions/permission.js';
import type { Database } from '../../database/connect.js';
import { asId, type DesktopId, type DesktopUserId, type ProjectId } from '../../ids.js';
import { readUsers } from '../../users/queries.js';
import { readDesktopResource } from './desktopResource.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What policies know of a desktop, gone ones too, of a user, of a user group or of a scheduled task; for a missing and a foreign one as of one that never was. */
export async function findAccessedResource(
  database: Database,
  projectId: ProjectId,
  type: ResourceType,
  id: string,
): Promise<AccessedResource> {
  if (type === 'user') {
    const userId = asId<DesktopUserId>(id);
    const user = (await readUsers(database, projectId, [userId])).get(userId);
    return { type, id, tags: new Map(), enterpriseProjectId: user?.enterprise_project_id ?? '' };
  }
  if (type === 'userGroup' || type === 'scheduledTask')
    return { type, id, tags: new Map(), enterpriseProjectId: '' };
  const desktop = uuid.test(id)
    ? await readDesktopResource(database, projectId, asId<DesktopId>(id))
    : undefined;
  return {
    type,
    id,
    tags: desktop?.tags ?? new Map(),
    enterpriseProjectId: desktop?.enterpriseProjectId ?? '',
    ports: desktop?.ports ?? [],
  };
}
