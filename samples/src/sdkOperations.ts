/** What the SDKs of Workspace v2 have a method for, of the operations that Deskplane has: the same in each language. */
export const sdkOperations: ReadonlySet<string> = new Set([
  'AttachInstances',
  'BatchAddDesktopsTags',
  'BatchChangeTags',
  'BatchDeleteDesktops',
  'BatchDeleteDesktopsTags',
  'BatchDeleteUser',
  'BatchDetachInstances',
  'BatchRunDesktops',
  'CreateDesktop',
  'CreateDesktopUser',
  'CreateTag',
  'DeleteDesktop',
  'DeleteTag',
  'DeleteUser',
  'DetachInstances',
  'ListAvailabilityZones',
  'ListAzs',
  'ListDesktopByTags',
  'ListDesktopDetachInfo',
  'ListDesktops',
  'ListDesktopsByTags',
  'ListDesktopsConnectStatus',
  'ListDesktopsDetail',
  'ListHistoryOnlineInfoNew',
  'ListImages',
  'ListItaSubJobs',
  'ListLoginRecordsNew',
  'ListPorts',
  'ListProducts',
  'ListProjectTags',
  'ListSecurityGroups',
  'ListSubnets',
  'ListUserDetail',
  'ListUsers',
  'ListWorkspaces',
  'ShowAssistAuthConfig',
  'ShowDesktopDetail',
  'ShowDesktopNetwork',
  'ShowJob',
  'ShowQuotas',
  'ShowRemoteConsoleAddress',
  'ShowTagByDesktopId',
  'ShowWorkspaceLock',
  'UpdateDesktop',
  'UpdateUserInfo',
  'UpdateWorkspace',
]);

/** `DeleteDesktop` as Python calls it: `delete_desktop`. */
export function snakeCase(operation: string): string {
  return operation.replace(/(?!^)([A-Z])/g, '_$1').toLowerCase();
}

/** `DeleteDesktop` as Java calls it: `deleteDesktop`. */
export function camelCase(operation: string): string {
  return operation.charAt(0).toLowerCase() + operation.slice(1);
}
