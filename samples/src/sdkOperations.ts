import type { SampleCall } from './sampleCall.js';

/**
 * What the SDKs of Workspace v2 have a method for, of the operations that Deskplane has; not those whose answer is a file, which the
 * methods drop.
 */
const sdkOperations: ReadonlySet<string> = new Set([
  'AddDesktopVolumes',
  'AddVolumes',
  'ApplyWorkspace',
  'AttachInstances',
  'BatchAddDesktopsTags',
  'BatchChangeDesktopNetwork',
  'BatchChangeTags',
  'BatchCreateDesktopSnapshot',
  'BatchCreateUsers',
  'BatchDeleteDesktopSnapshot',
  'BatchDeleteDesktops',
  'BatchDeleteDesktopsTags',
  'BatchDeleteOtpDevices',
  'BatchDeleteUser',
  'BatchDeleteUserGroups',
  'BatchDetachInstances',
  'BatchModifyQosVolumes',
  'BatchRebuildDesktopsSystemDisk',
  'BatchRestoreDesktopSnapshot',
  'BatchRunDesktops',
  'CancelWorkspace',
  'ChangeDesktopNetwork',
  'CheckEnterpriseId',
  'CheckSysprepInfo',
  'CreateDesktop',
  'CreateDesktopUser',
  'CreateTag',
  'CreateUserGroup',
  'DeleteDesktop',
  'DeleteExportTasks',
  'DeleteTag',
  'DeleteUser',
  'DeleteUserGroup',
  'DetachInstances',
  'ExpandDesktopVolume',
  'ExpandVolumes',
  'ExportUserGroupUsersNew',
  'ExportUsersNew',
  'ListAvailabilityZones',
  'ListAzs',
  'ListDesktopByTags',
  'ListDesktopDetachInfo',
  'ListDesktopSnapshot',
  'ListDesktops',
  'ListDesktopsByTags',
  'ListDesktopsConnectStatus',
  'ListDesktopsDetail',
  'ListExportTasks',
  'ListHistoryOnlineInfoNew',
  'ListHourPackagesType',
  'ListImages',
  'ListItaSubJobs',
  'ListLoginRecordsNew',
  'ListOtpDevicesByUserId',
  'ListPorts',
  'ListProducts',
  'ListProjectTags',
  'ListSecurityGroups',
  'ListSubnets',
  'ListTenantConfigs',
  'ListTimeZones',
  'ListUserDetail',
  'ListUserGroups',
  'ListUsers',
  'ListUsersOfGroup',
  'ListVolumeProductInfo',
  'ListWorkspaces',
  'ResizeDesktop',
  'RunActionsOnGroup',
  'SendNotifications',
  'SetMaintenanceMode',
  'ShowAssistAuthConfig',
  'ShowAssistAuthConfigApplyObjects',
  'ShowAvailableIp',
  'ShowDesktopDetail',
  'ShowDesktopNetwork',
  'ShowJob',
  'ShowQuotas',
  'ShowRemoteConsoleAddress',
  'ShowSysprepInfo',
  'ShowTagByDesktopId',
  'ShowWorkspaceLock',
  'UnlockWorkspace',
  'UpdateAssistAuthConfigApplyObjects',
  'UpdateAssistAuthMethodConfig',
  'UpdateDesktop',
  'UpdateUserGroup',
  'UpdateUserInfo',
  'UpdateTenantConfig',
  'UpdateWorkspace',
]);

export type SdkLanguage = 'python' | 'go' | 'java';

/** What the method of a language drops, or takes as something else than the API does, by operation; `all`: there is no method. */
const lacking: Readonly<Record<SdkLanguage, Readonly<Record<string, readonly string[] | 'all'>>>> = {
  python: {
    AddVolumes: ['addDesktopVolumesReq'],
    ExpandVolumes: ['expandVolumesReq'],
    ListProducts: ['status'],
  },
  go: {
    AddVolumes: ['addDesktopVolumesReq'],
    CreateDesktop: ['deletion_protection', 'vpc_id'],
    ExpandVolumes: ['expandVolumesReq'],
    ListItaSubJobs: ['status'],
    ListLoginRecordsNew: ['min_network_rtt', 'max_network_rtt'],
    ListProducts: ['status'],
    ListUsersOfGroup: ['limit', 'offset'],
    UpdateDesktop: ['deletion_protection'],
  },
  java: {
    AddDesktopVolumes: ['iops', 'kms_id', 'throughput'],
    AddVolumes: ['addDesktopVolumesReq', 'iops', 'kms_id', 'throughput'],
    AttachInstances: ['domain', 'encrypt_type', 'kms_id'],
    BatchDetachInstances: ['domain'],
    BatchModifyQosVolumes: 'all',
    CheckEnterpriseId: 'all',
    CheckSysprepInfo: 'all',
    CreateDesktop: ['deletion_protection', 'iops', 'kms_id', 'throughput'],
    CreateDesktopUser: ['enterprise_project_id'],
    DeleteExportTasks: 'all',
    ExpandVolumes: ['expandVolumesReq'],
    ExportUserGroupUsersNew: 'all',
    ExportUsersNew: 'all',
    ListDesktopSnapshot: ['desktop_ids', 'desktop_names', 'snapshot_names'],
    ListDesktopsByTags: 'all',
    ListDesktopsDetail: ['computer_names'],
    ListExportTasks: 'all',
    ListHourPackagesType: ['limit', 'offset'],
    ListItaSubJobs: ['status'],
    ListLoginRecordsNew: ['enterprise_project_id', 'public_ip', 'min_network_rtt', 'max_network_rtt'],
    ListProducts: ['status'],
    ListProjectTags: ['value'],
    ListSecurityGroups: 'all',
    ListSubnets: 'all',
    ListUserGroups: ['domain', 'platform_type'],
    ListUsers: ['disabled', 'domain', 'enterprise_project_id', 'platform_type', 'user_names'],
    ListUsersOfGroup: ['enterprise_project_id'],
    ShowAssistAuthConfig: ['main_auth_config_id'],
    ShowAssistAuthConfigApplyObjects: 'all',
    ShowAvailableIp: 'all',
    UpdateAssistAuthConfigApplyObjects: 'all',
    UpdateAssistAuthMethodConfig: ['apply_objects'],
    UpdateDesktop: ['deletion_protection'],
  },
};

/** Whether a method of the official SDK sends all of a call: none sends headers of the caller. */
export function hasSdkMethod(language: SdkLanguage, call: SampleCall): boolean {
  const { operation, headers, query, body } = call;
  const lacks = lacking[language][operation] ?? [];
  if (!sdkOperations.has(operation) || lacks === 'all' || Object.keys(headers).length > 0) return false;
  const names = new Set([...Object.keys(query), ...namesIn(body)]);
  return !lacks.some((name) => names.has(name));
}

/** The names of the fields of a value, at any depth. */
function namesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(namesIn);
  return Object.entries(value).flatMap(([name, each]) => [name, ...namesIn(each)]);
}

/** `DeleteDesktop` as Python calls it: `delete_desktop`. */
export function snakeCase(operation: string): string {
  return operation.replace(/(?!^)([A-Z])/g, '_$1').toLowerCase();
}

/** `DeleteDesktop` as Java calls it: `deleteDesktop`. */
export function camelCase(operation: string): string {
  return operation.charAt(0).toLowerCase() + operation.slice(1);
}
