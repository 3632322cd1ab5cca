import { type Operation, permissions } from '../../access/permissions/table.js';
import { type ErrorCode, errorCatalogue } from '../../errors/errors.js';
import { policyErrors } from '../../errors/policyErrors.js';
import { stsCodeOf } from '../../errors/stsErrors.js';
import type { ErrorFamily } from '../request.js';

/** What of an operation says which errors it may answer. */
export interface ErrorFacts {
  readonly operation: Operation;
  readonly family: ErrorFamily;
  readonly anonymous: boolean;
  readonly hasBody: boolean;
  /** Whether it refuses published fields of its body by name. */
  readonly refusesFields: boolean;
  /** Whether its path names something besides the project. */
  readonly namesThing: boolean;
}

const policyDocument = codesOf(policyErrors).filter(
  (code) => policyErrors[code] === policyErrors['IAM.1020'],
);
/** Of users of IAM and policies in fixtures. */
const fixtureIdentities = ['1101', '1103', '1109', '1115', '1118', ...policyDocument] as const;
const conflict = ['WKS.00010032'] as const;
/** Of changes to the disks of desktops. */
const disks = [...conflict, 'WKS.0407', 'WKS.00010099', 'DPL.0404', 'DPL.0409', 'DPL.0501'] as const;
const users = ['DPL.0409', 'WKS.00170208', 'WKS.00170312'] as const;
/** Of the pages' own operations, which look at the session themselves. */
const ofPages = ['APIGW.0301', 'DPL.4031'] as const;
/** Of the screen page's way to the files of a desktop. */
const ofFiles = [
  'APIGW.0301',
  'DPL.0404',
  'DPL.0409',
  'DPL.0413',
  'DPL.0501',
  'DPL.0502',
  'DPL.4033',
  'DPL.4093',
  'DPL.4094',
  'DPL.0403',
  ...conflict,
] as const;
const contact = ['1102', '1104', '1106'] as const;
const newIamUser = ['1101', '1103', '1109', '1115', '1117', '1118', ...contact] as const;
const changedIamUser = ['1101', '1103', '1107', '1109', '1117', '1118', ...contact] as const;
const named = ['1101', '1117', 'DPL.0409', 'DPL.4091'] as const;
const given = ['DPL.0404', 'DPL.0409', 'DPL.4091'] as const;
const paged = ['PAP5.0010'] as const;

/** What operations answer besides what every one of their kind may. `checkAnswers` holds all answers of the tests to it. */
const further: Partial<Readonly<Record<Operation, readonly ErrorCode[]>>> = {
  DeleteDesktop: [...conflict, 'DPL.0409', 'DPL.0412', 'DPL.0423'],
  ShowDeletionPlan: ['DPL.0423'],
  DeleteDesktopVolumes: [...conflict, 'DPL.0404', 'DPL.0409', 'DPL.0412', 'DPL.0423', 'DPL.0430', 'DPL.0431'],
  ShowVolumeDeletionPlan: [...conflict, 'DPL.0404', 'DPL.0423', 'DPL.0430', 'DPL.0431'],
  AddVolumes: [...disks, 'DPL.4091'],
  AddDesktopVolumes: [...disks, 'DPL.4091'],
  ExpandVolumes: [...conflict, 'WKS.0407', 'WKS.00010099', 'DPL.0404', 'DPL.0409', 'DPL.0432', 'DPL.4091'],
  ExpandDesktopVolume: [...conflict, 'WKS.0407', 'WKS.00010099', 'DPL.0409', 'DPL.0432', 'DPL.4091'],
  BatchModifyQosVolumes: disks,
  BatchCreateDesktopSnapshot: [...conflict, 'DPL.0404', 'DPL.0409'],
  BatchDeleteDesktopSnapshot: [...conflict, 'DPL.0404', 'DPL.0409', 'DPL.0412', 'DPL.0423', 'DPL.0435'],
  BatchRestoreDesktopSnapshot: [
    ...conflict,
    'DPL.0404',
    'DPL.0409',
    'DPL.0423',
    'DPL.0436',
    'DPL.0437',
    'DPL.0438',
  ],
  BatchRebuildDesktopsSystemDisk: [
    ...conflict,
    'DPL.0404',
    'DPL.0409',
    'DPL.0423',
    'DPL.0440',
    'DPL.0501',
    'WKS.00010099',
  ],
  ShowDesktopRebuildPlan: [...conflict, 'DPL.0404', 'DPL.0409', 'DPL.0423'],
  ShowSnapshotRestorePlan: [...conflict, 'DPL.0404', 'DPL.0423', 'DPL.0436', 'DPL.0437'],
  ShowSnapshotRestoreReceipt: ['DPL.0404'],
  ShowSnapshotDeletionPlan: [...conflict, 'DPL.0404', 'DPL.0423', 'DPL.0435'],
  BatchDeleteDesktops: [...conflict, 'DPL.0409', 'DPL.0412', 'DPL.0423'],
  CreateDesktop: ['WKS.00010099', 'DPL.0404', 'DPL.0409', 'DPL.0501', 'DPL.4091', ...users],
  UpdateDesktop: [...conflict, 'DPL.0409', 'DPL.0501'],
  BatchRunDesktops: [...conflict, 'DPL.0404', 'DPL.0501'],
  AttachInstances: [...conflict, ...users, 'DPL.0404', 'DPL.0501', 'DPL.4091', 'WKS.00010099'],
  ChangeDesktopNetwork: [...conflict, 'DPL.0409'],
  BatchChangeDesktopNetwork: [...conflict, 'DPL.0404', 'DPL.0409'],
  SetMaintenanceMode: [...conflict, 'DPL.0404'],
  CheckSysprepInfo: ['DPL.0404'],
  SendNotifications: ['DPL.0404'],
  ResizeDesktop: [...conflict, 'DPL.0404', 'DPL.0409', 'DPL.4091', 'WKS.00010099'],
  DetachInstances: [...conflict, 'DPL.0404', 'DPL.0409'],
  BatchDetachInstances: [...conflict, 'DPL.0404', 'DPL.0409', 'WKS.00170208', 'WKS.00170312'],
  ShowTagByDesktopId: ['DPL.4042'],
  CreateTag: [...conflict, 'DPL.0409', 'DPL.4042', 'DPL.4091'],
  DeleteTag: [...conflict, 'DPL.0409', 'DPL.4042'],
  BatchChangeTags: [...conflict, 'DPL.0409', 'DPL.4042', 'DPL.4091'],
  BatchAddDesktopsTags: [...conflict, 'DPL.0404', 'DPL.0409', 'DPL.4091'],
  BatchDeleteDesktopsTags: [...conflict, 'DPL.0404', 'DPL.0409'],
  ShowRemoteConsoleAddress: [...conflict, 'DPL.0501'],
  StartShownDesktop: ['APIGW.0301', 'DPL.0403', 'DPL.0404', 'DPL.4033', 'WKS.00010032', ...conflict],
  OpenScreen: ['DPL.0403', 'DPL.0404', 'IAM.0003', ...conflict],
  ListScreenFiles: ofFiles,
  DownloadScreenFile: ofFiles,
  UploadScreenFilePiece: ofFiles,
  UploadScreenFile: ofFiles,
  DropScreenFileUpload: ofFiles,
  ReleaseDeletionItem: ['DPL.0409'],
  WatchDeletion: ['DPL.0503'],
  ResendMail: ['DPL.0409'],
  ListItaSubJobs: ['DPL.0404'],
  EraseUser: ['DPL.4092', 'WKS.00170312'],
  ShowPerson: ['WKS.00170312'],
  CreatePersonReport: ['WKS.00170312'],
  CreateDesktopUser: ['WKS.00010099', 'DPL.0404', 'DPL.4091', ...users],
  BatchCreateUsers: ['WKS.00010099', 'DPL.0404', 'DPL.4091', ...users],
  ImportUserList: ['WKS.00010099', 'DPL.4091'],
  CreateDesktopNamePolicy: ['WKS.00010099', 'DPL.0409', 'DPL.4091'],
  UpdateDesktopNamePolicy: ['WKS.00010099', 'DPL.0409'],
  BatchDeleteDesktopNamePolicy: ['WKS.00010099', 'DPL.0404'],
  CreateScheduledTasks: ['WKS.00010099', 'DPL.0501', 'DPL.4091'],
  UpdateScheduledTasks: ['DPL.0501'],
  BatchDeleteScheduledTasks: ['DPL.0404'],
  ListFutureExecutions: ['DPL.0501'],
  CreateUserGroup: ['WKS.00010099', 'DPL.0409', 'DPL.4091'],
  UpdateUserGroup: ['DPL.0409', 'WKS.00170208'],
  DeleteUserGroup: ['DPL.0409', 'WKS.00170208'],
  BatchDeleteUserGroups: ['DPL.0409', 'WKS.00170208'],
  ListUsersOfGroup: ['WKS.00170208'],
  RunActionsOnGroup: ['DPL.4091', 'WKS.00170208', 'WKS.00170312'],
  ExportUsersNew: ['DPL.4091'],
  ExportUserGroupUsersNew: ['WKS.00170208', 'DPL.4091'],
  DownloadExportFile: ['DPL.0409'],
  DeleteExportTasks: ['DPL.0404'],
  UpdateUserInfo: ['WKS.00170312'],
  ListUserDetail: ['WKS.00170312'],
  DeleteUser: ['DPL.0409', 'WKS.00170312'],
  BatchDeleteUser: ['DPL.0409', 'WKS.00170312'],
  ChangeUserStatus: ['DPL.0409', 'WKS.00170312'],
  ResetRandomPassword: ['DPL.0409', 'WKS.00170312'],
  SendEmail: ['DPL.0409', 'WKS.00170312'],
  CreateVpc: ['VPC.0101', 'VPC.0114'],
  UpdateVpc: ['VPC.0101', 'VPC.0117'],
  DeleteVpc: ['DPL.0409', 'VPC.0104'],
  CreateSubnet: ['DPL.0404', 'DPL.4091', 'VPC.0201', 'VPC.0203', 'VPC.0204', 'VPC.0212'],
  UpdateSubnet: ['DPL.0409', 'VPC.0201', 'VPC.0207'],
  DeleteSubnet: ['DPL.0409', 'VPC.0207', 'VPC.0209'],
  CreateSecurityGroup: ['DPL.4091', 'VPC.0604'],
  CreateSecurityGroupV3: ['DPL.4091', 'VPC.0604'],
  DeleteSecurityGroup: ['DPL.0409'],
  DeleteSecurityGroupV3: ['DPL.0409'],
  CreateSecurityGroupRule: ['DPL.0404', 'DPL.0409', 'DPL.4091'],
  CreateSecurityGroupRuleV3: ['DPL.0404', 'DPL.0409', 'DPL.4091'],
  ShowMetrics: ['APIGW.0301', 'APIGW.0307'],
  ApplyWorkspace: ['DPL.0404', 'DPL.0409'],
  UpdateWorkspace: ['DPL.0404', 'DPL.0409', 'WKS.00010099'],
  CancelWorkspace: ['DPL.0409', 'WKS.00010099'],
  UnlockWorkspace: ['WKS.00010099'],
  UpdateTenantConfig: ['WKS.00010099'],
  LockWorkspace: ['WKS.00010099'],
  UpdateAssistAuthMethodConfig: ['WKS.00010099', 'WKS.00170208', 'WKS.00170312'],
  UpdateAssistAuthConfigApplyObjects: ['WKS.00010099', 'DPL.0409', 'WKS.00170208', 'WKS.00170312'],
  ListOtpDevicesByUserId: ['WKS.00170312'],
  BatchDeleteOtpDevices: ['WKS.00170312'],
  UploadImagePiece: ['DPL.0409', 'DPL.4001', 'DPL.4041', 'DPL.0413', 'DPL.0501', 'DPL.0502'],
  ImportImage: ['DPL.0404', 'DPL.4041', 'DPL.0409', 'DPL.0413', 'DPL.0501', 'DPL.0502', 'DPL.4001'],
  DeleteImage: ['DPL.0409', 'DPL.0413', 'DPL.4001', 'DPL.0501', 'DPL.0502'],
  ShowLogConsistency: ['DPL.0404'],
  ExportTraces: ['DPL.0404'],
  ShowOrphanScan: ['DPL.0502'],
  ReclaimOrphans: ['DPL.0502'],
  DecodeAuthorizationMessage: ['STS5.1002'],
  ShowAuthorizationDecision: ['DPL.0404'],

  CreateFault: ['APIGW.0101', 'DPL.0409'],
  ListFaults: ['APIGW.0101'],
  DeleteFault: ['APIGW.0101'],
  ClearFaults: ['APIGW.0101'],
  ListCalls: ['APIGW.0101'],
  ClearCalls: ['APIGW.0101'],
  ResetTestDouble: ['APIGW.0101', 'DPL.0409'],
  ShowClock: ['APIGW.0101'],
  MoveClock: ['APIGW.0101'],
  ResetClock: ['APIGW.0101'],
  LoadFixtures: ['APIGW.0101', 'DPL.0409', 'DPL.0501', 'DPL.4091', 'WKS.00010099', ...fixtureIdentities],

  Login: ofPages,
  ShowSession: ofPages,
  Logout: ofPages,
  ShowOwnRights: ['DPL.0404'],
  ShowConsolePage: ['APIGW.0101'],
  LoginToDesk: ofPages,
  ShowDeskSession: ofPages,
  LogoutFromDesk: ofPages,
  ChangeDeskPassword: [...ofPages, '1103', '1108', '1118', 'DPL.0403'],
  MakeDeskDevice: [...ofPages, 'DPL.0409'],
  ProveDeskCode: ofPages,
  ShowInvitation: ofPages,
  AcceptInvitation: [...ofPages, '1103', '1118'],
  ListOwnDesktops: [...ofPages, 'DPL.0403'],
  OpenOwnDesktop: [...ofPages, ...conflict, 'DPL.0403', 'DPL.0404', 'DPL.0501'],
  OperateOwnDesktop: [...ofPages, ...conflict, 'DPL.0403', 'DPL.0404', 'DPL.0409', 'DPL.0501'],

  KeystoneCreateToken: ['APIGW.0301', 'APIGW.0307', 'DPL.0404'],
  KeystoneValidateToken: ['DPL.0404'],
  KeystoneRevokeToken: ['DPL.0404'],
  CreateTemporaryAccessKeyByToken: ['APIGW.0301', 'APIGW.0307', 'IAM.0003', 'DPL.0403', ...policyDocument],
  CreatePermanentAccessKey: ['DPL.0404', 'DPL.0409', 'DPL.4091'],
  ListPermanentAccessKeys: ['DPL.0404'],
  DiagnoseSignature: ['DPL.0404', 'DPL.0409'],
  SignCall: ['DPL.0404', 'DPL.0409'],
  KeystoneCreateProject: ['DPL.0404', 'DPL.0409', 'DPL.4091'],
  KeystoneUpdateProject: ['DPL.0409'],
  KeystoneListProjects: ['DPL.0404'],
  KeystoneCreateDomain: ['1101', '1103', '1109', '1117', '1118', 'DPL.0409'],
  KeystoneUpdateDomain: ['1101', '1117', 'DPL.0409'],
  KeystoneCreateUser: [...newIamUser, 'DPL.0404'],
  CreateUser: [...newIamUser, 'DPL.0404'],
  KeystoneUpdateUserByAdmin: changedIamUser,
  UpdateUser: changedIamUser,
  UpdateUserInformation: contact,
  KeystoneUpdateUserPassword: ['1103', '1108', '1118', 'DPL.0403'],
  KeystoneDeleteUser: ['1107'],
  KeystoneListUsers: ['DPL.0404'],
  KeystoneListGroups: ['DPL.0404'],
  KeystoneCreateGroup: [...named, 'DPL.0404'],
  KeystoneUpdateGroup: named,
  KeystoneAddUserToGroup: given,
  CreateEnterpriseProject: named,
  UpdateEnterpriseProject: named,
  EnableEnterpriseProject: ['DPL.0409'],
  MigrateResource: [...conflict, 'DPL.0409'],
  AssociateRoleToGroupOnEnterpriseProject: ['DPL.0409', 'DPL.4091'],
  AssociateRoleToUserOnEnterpriseProject: ['DPL.0409', 'DPL.4091'],
  CreateCloudServiceCustomPolicy: [...named, ...policyDocument],
  UpdateCloudServiceCustomPolicy: [...named, ...policyDocument],
  DeleteCustomPolicy: ['DPL.0409'],
  KeystoneListPermissions: ['DPL.0404'],
  KeystoneListRoleAssignments: ['DPL.0404'],
  ShowDomainRoleAssignments: ['DPL.0404'],
  CreatePolicyV5: [...named, ...policyDocument],
  CreatePolicyVersionV5: ['DPL.0409', 'PAP5.0028', ...policyDocument],
  DeletePolicyV5: ['DPL.0409'],
  DeletePolicyVersionV5: ['DPL.0409'],
  UpdatePolicyV5: ['1117', 'DPL.0409'],
  SetDefaultPolicyVersionV5: ['DPL.0409'],
  AttachUserPolicyV5: given,
  AttachGroupPolicyV5: given,
  ListPoliciesV5: paged,
  ListPolicyVersionsV5: paged,
  ListAttachedUserPoliciesV5: paged,
  ListAttachedGroupPoliciesV5: paged,
  ListEntitiesForPolicyV5: paged,
};

/** The codes of the errors that an operation may answer, in order, as its family calls them. */
export function errorCodesOf(facts: ErrorFacts): readonly string[] {
  const { operation, family } = facts;
  const { action, sessionAction } = permissions[operation];
  const when = (condition: boolean, ...codes: ErrorCode[]): ErrorCode[] => (condition ? codes : []);
  const codes: readonly ErrorCode[] = [
    'APIGW.0201',
    'APIGW.0308',
    'DPL.0500',
    'DPL.0503',
    'WKS.0001',
    ...when(!facts.anonymous, 'APIGW.0301', 'APIGW.0307', 'IAM.0003', 'DPL.0403'),
    ...when(action !== undefined || sessionAction !== undefined, 'IAM.0003', 'DPL.0403'),
    ...when(facts.hasBody, 'DPL.0415'),
    ...when(facts.refusesFields, 'DPL.0501'),
    ...when(facts.namesThing, 'DPL.0404'),
    ...when(family === 'iam5', 'DPL.0404'),
    ...(further[operation] ?? []),
  ];
  const answered = family === 'sts' ? codes.map(stsCodeOf) : codes;
  return [...new Set(answered)].sort();
}

function codesOf<Code extends string>(table: Readonly<Record<Code, unknown>>): Code[] {
  return Object.keys(table).filter((code): code is Code => Object.hasOwn(table, code));
}

/** Every code of the catalogue, in order. */
export const errorCodes: readonly ErrorCode[] = codesOf(errorCatalogue).toSorted();
