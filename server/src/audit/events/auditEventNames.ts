import { mayChange } from '../../access/permissions/permission.js';
import { isOperation, type Operation, permissions } from '../../access/permissions/table.js';
import type { RouteDeclaration } from '../../http/request.js';

/** What CTS calls operations whose names say it otherwise. Several changes of tags are one kind of event there. */
const publishedNames: Partial<Readonly<Record<Operation, string>>> = {
  CreateDesktop: 'createDesktops',
  BatchRunDesktops: 'batchRunDesktops',
  DeleteDesktopVolumes: 'deleteVolumes',
  BatchModifyQosVolumes: 'batchModifyQosVolumes',
  BatchCreateDesktopSnapshot: 'batchCreateSnapshot',
  BatchDeleteDesktopSnapshot: 'batchDeleteSnapshot',
  BatchRestoreDesktopSnapshot: 'batchRstoreSnapshot',
  BatchRebuildDesktopsSystemDisk: 'batchRebuildDesktops',
  AttachInstances: 'attachDesktops',
  DetachInstances: 'detachDesktops',
  BatchDetachInstances: 'batchDetachDesktops',
  CreateTag: 'createDesktopTags',
  DeleteTag: 'deleteDesktopTags',
  BatchChangeTags: 'batchUpgradeDesktopTags',
  BatchAddDesktopsTags: 'batchUpgradeDesktopTags',
  BatchDeleteDesktopsTags: 'batchUpgradeDesktopTags',
  BatchCreateUsers: 'batchCreateUsers',
  BatchDeleteUser: 'batchDeleteDesktopUser',
  BatchDeleteOtpDevices: 'batchDeleteOtpDevices',
  BatchDeleteUserGroups: 'batchDeleteUserGroup',
  DeleteExportTasks: 'DeleteExportTasks',
  ApplyWorkspace: 'openService',
  CancelWorkspace: 'closeService',
  DeleteScheduledTasks: 'batchDeleteScheduledTasks',
  BatchDeleteScheduledTasks: 'batchDeleteScheduledTasks',
  BatchDeleteDesktopNamePolicy: 'batchDeleteDesktopNamePolicies',
};

/** How CTS calls an operation: `DeleteDesktop` is `deleteDesktop`, `BatchDeleteDesktops` is `deleteDesktops`. */
export function auditEventNameOf(operation: string): string {
  const published = isOperation(operation) ? publishedNames[operation] : undefined;
  if (published !== undefined) return published;
  const bare = operation.replace(/^Keystone/, '').replace(/^Batch/, '');
  return bare.charAt(0).toLowerCase() + bare.slice(1);
}

/** `WORKSPACE`, `IAM` …: as the action says, else as the kind of API does. */
export function serviceOf(declaration: RouteDeclaration): string {
  const service = permissions[declaration.operation].action?.split(':')[0];
  if (service !== undefined) return service.toUpperCase();
  return declaration.family === 'workspace' ? 'WORKSPACE' : 'IAM';
}

/** What the operation is on, as its action names it: `desktops` is `desktop`. */
export function resourceTypeOf({ operation }: RouteDeclaration): string | null {
  const { resource, action } = permissions[operation];
  if (resource !== undefined) return resource;
  const plural = action?.split(':')[1];
  if (plural === undefined || plural === '') return null;
  return plural.replace(/ies$/, 'y').replace(/s$/, '');
}

/**
 * Whether calls of it leave an audit event: whatever may change something, as the table of permissions says. The pieces of something
 * change nothing; what is made of them does. A reset leaves nothing: the log that it would be in goes.
 */
export function leavesAuditEvent({ operation, takesBytes }: RouteDeclaration): boolean {
  return takesBytes !== true && operation !== 'ResetTestDouble' && mayChange(permissions[operation]);
}
