import type { FieldProof } from './fieldProof.js';

/** Calls that are about what the body names, with nothing to store: each field's effect is looked at in the test of the call. */
const inTest = (test: string, places: string): Readonly<Record<string, FieldProof>> => {
  const all = places.trim().split(/\s+/);
  return Object.fromEntries(
    all.map((place) => [
      place,
      all.some((other) => other.startsWith(`${place}.`) || other.startsWith(`${place}[].`))
        ? { elsewhere: 'its fields' }
        : { elsewhere: test },
    ]),
  );
};

const tagSearch = inTest(
  'desktops/tags/searchRoutes.test.ts',
  `action offset limit without_any_tag matches matches[].key matches[].value
  tags tags[].key tags[].values tags_any tags_any[].key tags_any[].values
  not_tags not_tags[].key not_tags[].values not_tags_any not_tags_any[].key not_tags_any[].values`,
);

/** Operations whose fields are all looked at in tests of their own. */
export const walkedElsewhere: Readonly<Record<string, Readonly<Record<string, FieldProof>>>> = {
  KeystoneCreateToken: inTest(
    'iam/tokens/issueToken.test.ts',
    `auth auth.identity auth.identity.methods auth.identity.password
    auth.identity.password.user auth.identity.password.user.id
    auth.identity.password.user.name auth.identity.password.user.domain
    auth.identity.password.user.domain.id auth.identity.password.user.domain.name
    auth.identity.password.user.password auth.identity.token auth.identity.token.id
    auth.scope`,
  ),
  ImportUserList: inTest('users/import/importUserList.test.ts', 'file'),
  BatchDeleteScheduledTasks: inTest('schedules/scheduledTasks.test.ts', 'task_ids'),
  BatchDeleteDesktopNamePolicy: inTest('desktops/namePolicies/namePolicies.test.ts', 'policy_ids'),
  DetachUserPolicyV5: inTest('iam/grants/attachments/attachments.test.ts', 'user_id'),
  DetachGroupPolicyV5: inTest('iam/grants/attachments/attachments.test.ts', 'group_id'),
  Login: inTest('sessions/sessions.test.ts', 'account user password'),
  CreateTemporaryAccessKeyByToken: inTest(
    'iam/credentials/temporaryAccessKeys.test.ts',
    `auth auth.identity auth.identity.methods auth.identity.token
    auth.identity.token.id auth.identity.token.duration_seconds auth.identity.policy`,
  ),
  DiagnoseSignature: inTest('iam/signatures/diagnosis/signatureRoutes.test.ts', 'request canonical_request'),
  SignCall: inTest('iam/signatures/diagnosis/signatureRoutes.test.ts', 'access_key method url headers body'),
  DecodeAuthorizationMessage: inTest('iam/decisions/stsRoutes.test.ts', 'encoded_message'),
  ShowAuthorizationDecision: inTest(
    'iam/decisions/canI.test.ts',
    `user_id user_name operation resource resource.type resource.id tags tags[].key
    tags[].value enterprise_project_id source_ip`,
  ),
  ApplyWorkspace: inTest(
    'workspace/serviceLife.test.ts',
    `ad_domains ad_domains.domain_type ad_domains.delete_computer_object vpc_id
    subnet_ids subnet_ids[].subnet_id enterprise_id is_send_email`,
  ),
  CheckEnterpriseId: inTest('workspace/serviceLife.test.ts', 'enterprise_id'),
  UnlockWorkspace: inTest('workspace/serviceLife.test.ts', 'operate_type'),
  LockWorkspace: inTest('workspace/serviceLife.test.ts', 'lock_reason'),
  UpdateAssistAuthMethodConfig: inTest(
    'desk/secondFactor/secondFactor.test.ts',
    `otp_config_info otp_config_info.enable otp_config_info.apply_objects otp_config_info.apply_objects[].object_type
    otp_config_info.apply_objects[].object_id otp_config_info.apply_objects[].object_name`,
  ),
  UpdateAssistAuthConfigApplyObjects: inTest(
    'desk/secondFactor/secondFactor.test.ts',
    `add add[].object_type add[].object_id add[].object_name
    delete delete[].object_type delete[].object_id delete[].object_name`,
  ),
  BatchDeleteOtpDevices: inTest('desk/secondFactor/secondFactor.test.ts', 'otp_ids'),
  ProveDeskCode: inTest('desk/secondFactor/secondFactor.test.ts', 'code'),
  ChangeDesktopNetwork: inTest(
    'desktops/change/changeNetworks.test.ts',
    'vpc_id subnet_id private_ip security_group_ids',
  ),
  BatchChangeDesktopNetwork: inTest(
    'desktops/change/changeNetworks.test.ts',
    'desktop_ids vpc_id subnet_id security_group_ids',
  ),
  MigrateResource: inTest(
    'desktops/change/migrateDesktop.test.ts',
    'resource_type resource_id project_id region_id associated',
  ),
  UpdateProjectQuotas: inTest('catalogue/setQuotas.test.ts', 'resources resources[].type resources[].quota'),
  ImportImage: inTest('../../cli/src/imageCommands.root.test.ts', 'upload_id name min_disk min_ram'),
  AddVolumes: inTest(
    'desktops/disks/addDisks.test.ts',
    `desktop_volumes desktop_volumes[].desktop_id desktop_volumes[].volumes desktop_volumes[].volumes[].type
    desktop_volumes[].volumes[].size desktop_volumes[].volumes[].iops desktop_volumes[].volumes[].throughput
    desktop_volumes[].volumes[].kms_id addDesktopVolumesReq addDesktopVolumesReq[].desktop_id addDesktopVolumesReq[].volumes
    addDesktopVolumesReq[].volumes[].type addDesktopVolumesReq[].volumes[].size addDesktopVolumesReq[].volumes[].iops
    addDesktopVolumesReq[].volumes[].throughput addDesktopVolumesReq[].volumes[].kms_id`,
  ),
  ExpandVolumes: inTest(
    'desktops/disks/growDisks.test.ts',
    `desktop_volumes_expansion desktop_volumes_expansion[].desktop_id desktop_volumes_expansion[].volume_id
    desktop_volumes_expansion[].new_size expandVolumesReq expandVolumesReq[].desktop_id expandVolumesReq[].volume_id
    expandVolumesReq[].new_size`,
  ),
  ExpandDesktopVolume: inTest('desktops/disks/growDisks.test.ts', 'new_size'),
  BatchModifyQosVolumes: inTest(
    'desktops/disks/setDiskSpeeds.test.ts',
    'volume_ids qos qos.iops qos.throughput',
  ),
  DeleteDesktopVolumes: inTest('deletion/accept/deleteDisks.test.ts', 'volume_ids'),
  BatchCreateDesktopSnapshot: inTest(
    'desktops/snapshots/snapshots.test.ts',
    `desktop_ids disk_type system_disk_snapshot system_disk_snapshot.name system_disk_snapshot.description
    data_disk_snapshot data_disk_snapshot.name data_disk_snapshot.description`,
  ),
  BatchDeleteDesktopSnapshot: inTest('desktops/snapshots/snapshots.test.ts', 'snapshot_ids'),
  BatchRestoreDesktopSnapshot: inTest('desktops/restore/restoreDisks.test.ts', 'snapshot_ids'),
  BatchRebuildDesktopsSystemDisk: inTest(
    'deletion/rebuild/rebuildDesktops.test.ts',
    'desktop_ids image_type image_id os_type enterprise_project_id',
  ),
  BatchDeleteUser: inTest('users/users.test.ts', 'user_ids'),
  BatchDeleteUserGroups: inTest('users/groups/userGroups.test.ts', 'group_ids'),
  ExportUsersNew: inTest(
    'users/exports/exports.test.ts',
    'user_name user_names description active_type language enterprise_project_id',
  ),
  DeleteExportTasks: inTest('users/exports/exportTasks.test.ts', 'task_ids'),
  EraseUser: inTest('erasure/eraseUser.test.ts', 'user_id user_name'),
  ShowResourceBindEnterpriseProject: inTest(
    'desktops/read/enterpriseResources.test.ts',
    'resource_types projects offset limit matches matches[].key matches[].value',
  ),
  BatchDeleteDesktopsTags: inTest(
    'desktops/tags/tags.test.ts',
    `desktops desktops[].desktop_id desktops[].tags desktops[].tags[].key
    desktops[].tags[].value`,
  ),
  ListDesktopsByTags: tagSearch,
  ListDesktopByTags: tagSearch,
  OpenScreen: inTest('screens/screens.test.ts', 'token'),
  UploadScreenFile: inTest('screens/files/files.test.ts', 'name size'),
  LoginToDesk: inTest('desk/desk.test.ts', 'enterprise_id user_name password'),
  ChangeDeskPassword: inTest('desk/desk.test.ts', 'original_password password'),
  ShowInvitation: inTest('desk/invitations/invitations.test.ts', 'token'),
  AcceptInvitation: inTest('desk/invitations/invitations.test.ts', 'token password'),
  OperateOwnDesktop: inTest('desk/desk.test.ts', 'operation type'),
  ReleaseDeletionItem: inTest('deletion/release/releaseItem.test.ts', 'reason'),
  SendTestMail: inTest('mail/mailRoutes.test.ts', 'recipient'),
  RetainTraces: inTest('audit/events/retainAuditEvents.test.ts', 'before'),
  ReclaimOrphans: inTest('orphans/orphanScan.test.ts', 'items items[].kind items[].id items[].generation'),
  LoadFixtures: inTest(
    'testDouble/fixtures.test.ts',
    `users users[].name users[].email desktops desktops[].name desktops[].user
    desktops[].status desktops[].deletion_protection desktops[].tags
    desktops[].tags[].key desktops[].tags[].value desktops[].product_id
    desktops[].image_id desktops[].disk_gib desktops[].fault iam_users
    iam_users[].name iam_users[].password iam_users[].groups policies policies[].name
    policies[].document policies[].users policies[].groups`,
  ),
  MoveClock: inTest('testDouble/clock.test.ts', 'move_by_seconds set_to'),
  CreateFault: {
    ...inTest(
      'testDouble/apiFaults.test.ts',
      'effect operation desktop_id status error_code delay_ms times rate seed',
    ),
    ...inTest('testDouble/engineFaults.test.ts', 'engine_call kind item_id reason'),
  },
  UpdateTenantConfig: inTest(
    'workspace/configs/tenantConfigs.test.ts',
    `function_config function_config.id function_config.name function_config.status function_config.values
    function_config.values[].key function_config.values[].value`,
  ),
  CheckSysprepInfo: inTest('desktops/sysprep/sysprep.test.ts', 'desktop_ids'),
  SendNotifications: inTest('desktops/notify/sendNotifications.test.ts', 'desktop_ids notifications'),
};
