import { authorize } from '../../access/authorize.js';
import { requestTagKeys } from '../../access/conditionKeysOf.js';
import { enterpriseProjectOf } from '../../iam/identities/enterpriseProjects/enterpriseProjects.js';
import type { DesktopAccess } from '../access/authorizeDesktop.js';
import type { CreateDesktopBody } from './createSchemas.js';

/**
 * Asks whether the caller may create such desktops: in that enterprise project, with those tags, reachable like that.
 * @param accessMode the workspace's: how its desktops are reached
 * @throws {ApiError} DPL.0403
 */
export function authorizeCreation(
  { principal, projectId }: DesktopAccess,
  body: CreateDesktopBody,
  accessMode: string,
): void {
  authorize(principal, {
    projectId,
    resource: {
      type: 'desktop',
      id: '*',
      tags: new Map(),
      enterpriseProjectId: enterpriseProjectOf(body.enterprise_project_id),
    },
    keys: new Map([
      ...requestTagKeys(body.tags ?? []),
      ['workspace:AssociatePublicIp', [String((body.eip ?? null) !== null)]],
      ['workspace:AccessMode', [accessMode]],
    ]),
  });
}
