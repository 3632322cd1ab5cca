import {
  anonymous,
  type Effect,
  general,
  listing,
  ofDesktop,
  ofRequest,
  ofUser,
  on,
  type Permission,
  unasked,
} from './permission.js';

const images = ['get', 'list', 'share', 'updateMemberStatus', 'deleteMember', 'addMember'].map(
  (operation) => `ims:images:${operation}`,
);
const deletion = ['vpc:ports:get', 'vpc:ports:delete'];
const networks = ['vpc:vpcs:get', 'vpc:subnets:get', 'vpc:securityGroups:get'];
const creation = [
  ...images,
  'vpc:networks:get',
  'vpc:ports:create',
  'vpc:ports:delete',
  'vpc:ports:get',
  'vpc:ports:update',
  'eip:publicIps:get',
  'eip:publicIps:list',
  'eip:publicIps:create',
  'eip:publicIps:associateInstance',
  'eip:publicIps:delete',
  'eip:publicIps:createTags',
  'vpc:quotas:list',
  ...networks,
  'dss:pools:list',
  'kms:cmk:createGrant',
  'kms:cmk:listGrants',
  'kms:cmk:get',
  'kms:cmk:list',
];

/** An operation on desktops that are there: most are so. */
const desktop = (
  level: Permission['level'],
  action: string,
  dependencies: readonly string[] = [],
  effects: readonly Effect[] = [],
): Permission =>
  on('desktop', level, `workspace:desktops:${action}`, { keys: ofDesktop, dependencies, effects });
const volume = (level: Permission['level'], action: string): Permission =>
  on('desktop', level, `workspace:volumes:${action}`, { keys: ofDesktop });
/** Who gets a desktop is made a user if need be; of one who is there, an e-mail address that is missing is filled in. */
const ofUsers: readonly Effect[] = ['workspace:users:create', 'workspace:users:update'];
/** With `delete_users`. */
const endOfUsers: readonly Effect[] = ['workspace:users:delete'];
const desktops = (action: string): Permission =>
  listing('desktop', `workspace:desktops:${action}`, { keys: ofDesktop });
const user = (level: Permission['level'], action: string): Permission =>
  on('user', level, `workspace:users:${action}`, { keys: ofUser });
const userGroup = (level: Permission['level'], action: string): Permission =>
  on('userGroup', level, `workspace:userGroups:${action}`);
const scheduledTask = (
  level: Permission['level'],
  action: string,
  effects: readonly Effect[] = [],
): Permission => on('scheduledTask', level, `workspace:scheduledTasks:${action}`, { effects });
/** What scheduled tasks do when their time comes, and other calls before or after what they are for. */
const switchesPower: readonly Effect[] = ['workspace:desktops:operate'];
/** With `group_ids`. */
const ofMembers: readonly Effect[] = ['workspace:userGroups:operate'];

/** The operations on desktops and their users (docs/reference/policies.md#actions), and Deskplane's own beside them. */
export const workspacePermissions = {
  ListDesktops: desktops('list'),
  ListDesktopsDetail: desktops('list'),
  ListDesktopsConnectStatus: desktops('listWithConnectStatus'),
  ShowDesktopDetail: desktop('read', 'get', [
    'vpc:ports:get',
    'vpc:ports:list',
    'vpc:securityGroups:get',
    'eip:publicIps:list',
    'nat:snatRules:list',
  ]),
  // The table of the API calls it a write: what it answers lets one work on the desktop.
  ShowRemoteConsoleAddress: desktop('write', 'createConsole'),
  CheckSysprepInfo: desktop('read', 'getSysPrepInfo'),
  ShowSysprepInfo: desktop('read', 'getSysprepVersion'),
  ShowDesktopNetwork: desktop('read', 'getNetwork', [
    ...networks,
    'vpc:networks:get',
    'vpc:ports:get',
    'eip:publicIps:list',
  ]),
  CreateDesktop: on('desktop', 'write', 'workspace:desktops:create', {
    keys: [...ofRequest, 'g:EnterpriseProjectId', 'workspace:AssociatePublicIp', 'workspace:AccessMode'],
    dependencies: creation,
    effects: ofUsers,
  }),
  UpdateDesktop: desktop('write', 'update'),
  DeleteDesktop: desktop('write', 'delete', deletion, endOfUsers),
  BatchDeleteDesktops: desktop('write', 'batchDelete', deletion, endOfUsers),
  // A disk is judged by its desktop: it has neither tags nor an enterprise project of its own.
  DeleteDesktopVolumes: volume('write', 'delete'),
  AddVolumes: volume('write', 'batchAdd'),
  AddDesktopVolumes: volume('write', 'add'),
  ExpandVolumes: volume('write', 'batchExpand'),
  ExpandDesktopVolume: volume('write', 'expand'),
  BatchModifyQosVolumes: volume('write', 'modifyQos'),
  // Nothing is published about the right to this list; a snapshot is judged by its desktop, too.
  ListDesktopSnapshot: desktops('listSnapshots'),
  BatchCreateDesktopSnapshot: desktop('write', 'batchCreateSnapshots'),
  BatchDeleteDesktopSnapshot: desktop('write', 'batchDeleteSnapshots'),
  BatchRestoreDesktopSnapshot: desktop('write', 'batchRestoreSnapshots'),
  ShowSnapshotRestorePlan: desktop('read', 'get'),
  ShowSnapshotRestoreReceipt: desktop('read', 'get'),
  BatchRebuildDesktopsSystemDisk: desktop('write', 'rebuild', ['vpc:ports:get', ...images], switchesPower),
  ShowDesktopRebuildPlan: desktop('read', 'get'),
  BatchRunDesktops: desktop('write', 'operate'),
  ChangeDesktopNetwork: desktop('write', 'changeNetwork'),
  BatchChangeDesktopNetwork: desktop('write', 'batchChangeNetwork'),
  // Nothing is published about the rights to these two: they disturb those who have the desktop, as switching it off does.
  SetMaintenanceMode: desktop('write', 'operate'),
  SendNotifications: desktop('write', 'operate'),
  ResizeDesktop: desktop('write', 'resize', ['vpc:subnets:get', 'ims:images:list'], switchesPower),
  AttachInstances: desktop('write', 'attach', ['vpc:ports:get', ...images], ofUsers),
  // With `shutoff_after_detach`.
  DetachInstances: desktop('write', 'detach', ['vpc:ports:get'], switchesPower),
  BatchDetachInstances: desktop('write', 'batchDetach', ['vpc:ports:get']),
  ListDesktopDetachInfo: desktop('list', 'listDetachInfo'),

  ShowTagByDesktopId: desktop('list', 'listTags'),
  CreateTag: on('desktop', 'tagging', 'workspace:desktops:tag', { keys: [...ofDesktop, ...ofRequest] }),
  BatchAddDesktopsTags: on('desktop', 'tagging', 'workspace:desktops:tag', {
    keys: [...ofDesktop, ...ofRequest],
  }),
  DeleteTag: desktop('tagging', 'untag'),
  BatchDeleteDesktopsTags: desktop('tagging', 'untag'),
  BatchChangeTags: on('desktop', 'tagging', 'workspace:desktops:operateTags', {
    keys: [...ofDesktop, ...ofRequest],
  }),
  ListProjectTags: desktops('listProjectTags'),
  ListDesktopsByTags: desktops('listByTags'),
  ListDesktopByTags: desktops('listByTags'),

  ShowDeletionPlan: desktop('read', 'get', [], endOfUsers),
  ShowVolumeDeletionPlan: desktop('read', 'get'),
  ShowSnapshotDeletionPlan: desktop('read', 'get'),
  ListDeletions: desktops('list'),
  ShowDeletion: desktop('read', 'get'),
  WatchDeletion: desktop('read', 'get'),
  ReleaseDeletionItem: desktop('write', 'releaseItem'),
  ShowOrphanScan: general('list', 'workspace:orphans:list'),
  ReclaimOrphans: general('write', 'workspace:orphans:reclaim'),

  ListMails: general('list', 'workspace:mails:list'),
  ResendMail: general('write', 'workspace:mails:resend'),
  SendTestMail: general('write', 'workspace:mails:test'),

  ListItaSubJobs: listing('desktop', 'workspace:jobs:listSubJobs', { keys: ofDesktop }),
  ShowJob: { ...listing('desktop', 'workspace:jobs:get', { keys: ofDesktop }), level: 'read' },

  EraseUser: general('write', 'workspace:users:erase'),
  ListPersons: general('list', 'workspace:persons:list'),
  ShowPerson: general('read', 'workspace:persons:get'),
  CreatePersonReport: general('write', 'workspace:persons:report'),

  ListUsers: listing('user', 'workspace:users:list', { keys: ofUser }),
  ListUserDetail: user('read', 'get'),
  CreateDesktopUser: on('user', 'write', 'workspace:users:create', { keys: ofUser, effects: ofMembers }),
  BatchCreateUsers: on('user', 'write', 'workspace:users:batchCreate', { keys: ofUser, effects: ofMembers }),
  // No condition key is published for it. What it makes, somebody may be forbidden to make.
  ImportUserList: on('user', 'write', 'workspace:users:importUser', { effects: ['workspace:users:create'] }),
  ExportUserListTemplate: general('read', 'workspace:users:getTemplate'),
  UpdateUserInfo: user('write', 'update'),
  DeleteUser: user('write', 'delete'),
  BatchDeleteUser: user('write', 'batchDelete'),
  ChangeUserStatus: user('write', 'operate'),
  // A GET that changes something, as it is published.
  ResetRandomPassword: user('write', 'randomPassword'),
  // Nothing is published about the right to it: it shows a part of the user.
  ListOtpDevicesByUserId: user('read', 'get'),
  BatchDeleteOtpDevices: user('write', 'deleteOtps'),
  // Nothing is published about the right to it: it does a part of what the other one does.
  SendEmail: user('write', 'operate'),

  ListUserGroups: listing('userGroup', 'workspace:userGroups:list'),
  CreateUserGroup: userGroup('write', 'create'),
  UpdateUserGroup: userGroup('write', 'update'),
  DeleteUserGroup: userGroup('write', 'delete'),
  BatchDeleteUserGroups: userGroup('write', 'batchDelete'),
  ListUsersOfGroup: userGroup('list', 'getUsers'),
  RunActionsOnGroup: userGroup('write', 'operate'),

  // Only the right to delete exports is published. A file shows whom its reader may export, whoever made the export.
  ExportUsersNew: { ...listing('user', 'workspace:users:export', { keys: ofUser }), level: 'write' },
  ExportUserGroupUsersNew: userGroup('write', 'exportUsers'),
  ListExportTasks: general('list', 'workspace:tenants:listExportTasks'),
  DownloadExportFile: { ...listing('user', 'workspace:users:export', { keys: ofUser }), level: 'write' },
  DeleteExportTasks: general('write', 'workspace:tenants:deleteExportTasks'),
  ExportUserGroups: listing('userGroup', 'workspace:userGroups:export'),
  ExportUsersTemplate: general('read', 'workspace:users:getImportTemplate'),

  // What a task does, somebody who may make it has done as if by the other action.
  ListScheduledTasks: listing('scheduledTask', 'workspace:scheduledTasks:list'),
  CreateScheduledTasks: scheduledTask('write', 'create', switchesPower),
  ShowScheduledTasks: scheduledTask('read', 'get'),
  UpdateScheduledTasks: scheduledTask('write', 'update', switchesPower),
  DeleteScheduledTasks: scheduledTask('write', 'delete'),
  BatchDeleteScheduledTasks: scheduledTask('write', 'batchDelete'),
  ListScheduledTasksRecords: scheduledTask('list', 'listRecords'),
  ListScheduledTasksRecordsDetails: scheduledTask('read', 'getRecord'),
  ListFutureExecutions: general('read', 'workspace:scheduledTasks:getFuture'),

  // No action is published for looking at them, nor for changing one: that takes the right to make one.
  ListDesktopNamePolicy: unasked('list'),
  CreateDesktopNamePolicy: general('write', 'workspace:tenants:createDesktopNamePolicy'),
  UpdateDesktopNamePolicy: general('write', 'workspace:tenants:createDesktopNamePolicy'),
  BatchDeleteDesktopNamePolicy: general('write', 'workspace:tenants:batchDeleteDesktopNamePolicies'),

  ListWorkspaces: general('read', 'workspace:tenants:get', { dependencies: networks }),
  UpdateWorkspace: general('write', 'workspace:tenants:update'),
  ApplyWorkspace: general('write', 'workspace:tenants:open', { dependencies: networks }),
  CancelWorkspace: general('write', 'workspace:tenants:delete', {
    dependencies: ['vpc:ports:delete', 'vpc:securityGroups:delete'],
  }),
  ListTenantConfigs: general('list', 'workspace:tenants:ListConfig'),
  UpdateTenantConfig: general('write', 'workspace:tenants:updateConfig'),
  CheckEnterpriseId: general('read', 'workspace:tenants:checkEnterpriseIds'),
  ShowWorkspaceLock: general('read', 'workspace:tenants:getLockStatus'),
  UnlockWorkspace: general('write', 'workspace:tenants:unlock'),
  LockWorkspace: general('write', 'workspace:tenants:lock'),
  ShowAssistAuthConfig: general('read', 'workspace:assistAuthConfigs:get'),
  UpdateAssistAuthMethodConfig: general('write', 'workspace:assistAuthConfigs:update'),
  // Nothing is published about the right to these two: they show and change a part of what the other two do.
  ShowAssistAuthConfigApplyObjects: general('read', 'workspace:assistAuthConfigs:get'),
  UpdateAssistAuthConfigApplyObjects: general('write', 'workspace:assistAuthConfigs:update'),
  ListProducts: general('list', 'workspace:products:listDesktopProducts', {
    dependencies: ['ecs:cloudServerFlavors:get'],
  }),
  ListImages: general('list', 'workspace:images:list', { dependencies: ['ims:images:list'] }),
  UploadImagePiece: general('write', 'workspace:images:import'),
  ImportImage: general('write', 'workspace:images:import'),
  DeleteImage: general('write', 'workspace:images:delete'),
  ListAvailabilityZones: general('list', 'workspace:availabilityZones:list'),
  ListAzs: general('list', 'workspace:availabilityZones:list'),
  ShowQuotas: general('read', 'workspace:quotas:get'),
  ShowProjectQuotas: general('read', 'workspace:quotas:getOfProject'),
  UpdateProjectQuotas: general('write', 'workspace:quotas:update'),
  // No action is published for these look-ups.
  ListVolumeProductInfo: unasked('list'),
  ListHourPackagesType: unasked('list'),
  ListTimeZones: unasked('list'),
  ListSubnets: general('list', 'workspace:networks:listSubnets'),
  // Nothing is published about the right to it: it shows a part of the list.
  ShowAvailableIp: general('read', 'workspace:networks:listSubnets'),
  ListSecurityGroups: general('list', 'workspace:networks:listSecurityGroups'),
  ListPorts: general('list', 'workspace:networks:listPorts'),

  ListLoginRecordsNew: general('list', 'workspace:connections:securityList'),
  ExportUserLoginInfoNew: general('list', 'workspace:connections:securityList'),
  ListHistoryOnlineInfoNew: general('list', 'workspace:connections:securityList'),
  OpenScreen: anonymous('write'),
  StartShownDesktop: anonymous('write'),
  ShowScreenPage: anonymous('read'),
  ShowConsolePage: anonymous('read'),
  LoginToDesk: anonymous('write'),
  ShowDeskSession: anonymous('read'),
  LogoutFromDesk: anonymous('write'),
  ChangeDeskPassword: anonymous('write'),
  MakeDeskDevice: anonymous('write'),
  ProveDeskCode: anonymous('write'),
  ShowInvitation: anonymous('read'),
  AcceptInvitation: anonymous('write'),
  ListOwnDesktops: anonymous('list'),
  OperateOwnDesktop: anonymous('write'),
  ListScreenFiles: anonymous('list'),
  DownloadScreenFile: anonymous('read'),
  UploadScreenFilePiece: anonymous('write'),
  UploadScreenFile: anonymous('write'),
  DropScreenFileUpload: anonymous('write'),
  OpenOwnDesktop: anonymous('write'),

  ShowMetrics: general('read', 'workspace:service:getMetrics'),
  ShowInstallation: general('read', 'workspace:service:get'),
  ShowInstallationRoom: general('read', 'workspace:service:getRoom'),
  ShowHealth: unasked('read'),
  ShowReadiness: unasked('read'),
  ListErrorCodes: unasked('list'),
  ListSigningKeys: unasked('list'),
  ShowLogHead: unasked('read'),
  RotateSigningKey: general('write', 'workspace:log:rotateKey'),
  ShowLogConsistency: unasked('read'),

  CreateFault: general('write', 'workspace:faults:create'),
  ListFaults: general('list', 'workspace:faults:list'),
  DeleteFault: general('write', 'workspace:faults:delete'),
  ClearFaults: general('write', 'workspace:faults:delete'),
  ListCalls: general('list', 'workspace:calls:list'),
  ClearCalls: general('write', 'workspace:calls:delete'),
  LoadFixtures: general('write', 'workspace:fixtures:load', {
    effects: ['workspace:users:create', 'workspace:users:update'],
  }),
  ResetTestDouble: general('write', 'workspace:service:reset'),
  ShowClock: general('read', 'workspace:clock:get'),
  MoveClock: general('write', 'workspace:clock:update'),
  ResetClock: general('write', 'workspace:clock:update'),
} as const satisfies Record<string, Permission>;
