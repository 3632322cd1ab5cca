import { policyDocument } from './exampleTexts.js';

const desktop = 'a130ab3a-72bf-4b71-baa9-af4987c8e338';
const user = '8a2c3f9579d240820179d51e6caf0001';
const vpc = '5d6f5f6b-8f0e-4c1d-9d57-0f4b7f1f2f11';
const group = 'c1f1b3a0-6d7c-4a43-8a0f-5a55e2f0a6d2';
const account = '0bec5db98280d2d02fd6c00c2de791ce';
const tags = [{ key: 'team', value: 'blue' }];

/** Bodies of the operations whose required fields alone would show too little, or nothing that works. */
export const bodyExamples: Readonly<Record<string, unknown>> = {
  KeystoneCreateToken: {
    auth: {
      identity: {
        methods: ['password'],
        password: { user: { name: 'ann', password: 'Desk-2026-Plane', domain: { name: 'blue-team' } } },
      },
      scope: { project: { id: account } },
    },
  },
  CreateTemporaryAccessKeyByToken: {
    auth: { identity: { methods: ['token'], token: { duration_seconds: 900 } } },
  },
  KeystoneCreateDomain: {
    domain: { name: 'blue-team', root_user: { name: 'blue-team', password: 'Desk-2026-Plane' } },
  },
  KeystoneUpdateDomain: { domain: { enabled: false } },
  KeystoneCreateProject: { project: { name: 'region-1_blue', description: 'Desktops of the blue team' } },
  KeystoneUpdateProject: { project: { description: 'Desktops of the blue team', enabled: true } },
  KeystoneUpdateUserByAdmin: { user: { email: 'ann@example.com', enabled: false } },
  CreateUser: {
    user: {
      name: 'ann',
      domain_id: account,
      password: 'Desk-2026-Plane',
      email: 'ann@example.com',
      areacode: '0086',
      phone: '13800000000',
      access_mode: 'default',
    },
  },
  UpdateUser: { user: { access_mode: 'programmatic', description: 'Terraform' } },
  KeystoneCreateGroup: {
    group: { name: 'blue', description: 'Who looks after the desktops of the blue team' },
  },
  KeystoneUpdateGroup: { group: { description: 'Who looks after the desktops of the blue team' } },
  CreateEnterpriseProject: { name: 'blue', description: 'Desktops of the blue team', type: 'prod' },
  MigrateResource: { resource_type: 'workspace-desktop', resource_id: desktop },
  ShowResourceBindEnterpriseProject: { resource_types: ['workspace-desktop'], offset: 0, limit: 10 },
  UpdateEnterpriseProject: { name: 'blue', description: 'Desktops of the blue team' },
  CreateVpc: { vpc: { name: 'blue', description: 'Of the blue team', cidr: '192.168.0.0/16' } },
  UpdateVpc: { vpc: { name: 'blue', description: 'Of the blue team and its guests' } },
  CreateSubnet: {
    subnet: {
      name: 'blue-1',
      vpc_id: vpc,
      cidr: '192.168.1.0/24',
      gateway_ip: '192.168.1.1',
      dnsList: ['9.9.9.9', '149.112.112.112'],
    },
  },
  UpdateSubnet: { subnet: { name: 'blue-1', dnsList: ['9.9.9.9'] } },
  CreateSecurityGroup: { security_group: { name: 'blue', description: 'Desktops of the blue team' } },
  CreateSecurityGroupV3: { security_group: { name: 'blue', description: 'Desktops of the blue team' } },
  UpdateSecurityGroupV3: { security_group: { description: 'Desktops of the blue team and its guests' } },
  CreateSecurityGroupRule: {
    security_group_rule: {
      security_group_id: group,
      direction: 'ingress',
      ethertype: 'IPv4',
      protocol: 'tcp',
      port_range_min: 22,
      port_range_max: 22,
      remote_ip_prefix: '192.168.1.0/24',
    },
  },
  CreateSecurityGroupRuleV3: {
    security_group_rule: {
      security_group_id: group,
      direction: 'ingress',
      ethertype: 'IPv4',
      protocol: 'tcp',
      multiport: '22,8000-8080',
      remote_ip_prefix: '192.168.1.0/24',
      description: 'Tests of the blue team',
    },
  },
  UpdateCloudServiceCustomPolicy: {
    role: { display_name: 'Desktop readers', policy: policyDocument },
  },
  LoadFixtures: {
    users: [{ name: 'ann', email: 'ann@example.com' }],
    desktops: [
      { name: 'ann01', user: 'ann', status: 'SHUTOFF' },
      { name: 'kept', deletion_protection: true, tags: [{ key: 'team', value: 'red' }] },
    ],
    iam_users: [{ name: 'reader', password: 'Desk-2026-Plane', groups: ['readers'] }],
    policies: [
      {
        name: 'only-reads',
        document: { Version: '5.0', Statement: [{ Effect: 'Allow', Action: ['workspace:*:get*'] }] },
        groups: ['readers'],
      },
    ],
  },
  MoveClock: { move_by_seconds: 90_000 },
  CreateFault: { effect: 'error', operation: 'DeleteDesktop', error_code: 'DPL.0503', times: 2 },
  Login: { account: 'blue-team', user: 'ann', password: 'Desk-2026-Plane' },
  LoginToDesk: { enterprise_id: 'example-desks', user_name: 'ann', password: 'Desk-2026-Plane' },
  ChangeDeskPassword: { original_password: 'Desk-2026-Plane', password: 'Plane-2027-Desk' },
  ProveDeskCode: { code: '492039' },
  DecodeAuthorizationMessage: { encoded_message: 'AQJb4n0mF8yT1uW6cXz9QkLhVsEaDgPoIiNq7ZwR5tM=' },
  KeystoneCreateUser: { user: { name: 'ann', password: 'Desk-2026-Plane' } },
  KeystoneUpdateUserPassword: { user: { password: 'Plane-2027-Desk', original_password: 'Desk-2026-Plane' } },
  UpdateUserInformation: { user: { email: 'ann@example.com' } },
  CreatePermanentAccessKey: { credential: { description: 'Terraform' } },
  UpdatePermanentAccessKey: { credential: { status: 'inactive' } },
  DiagnoseSignature: {
    request: [
      `GET https://desks.example.com/v2/${account}/desktops?limit=10`,
      'X-Sdk-Date: 20260131T080000Z',
      `Authorization: SDK-HMAC-SHA256 Access=HST3WGAQ0PQK5EXAMPLE, SignedHeaders=host;x-sdk-date, Signature=${'0'.repeat(64)}`,
    ].join('\n'),
  },
  SignCall: {
    access_key: 'HST3WGAQ0PQK5EXAMPLE',
    method: 'GET',
    url: `https://desks.example.com/v2/${account}/desktops?limit=10`,
  },
  CreateDesktop: {
    desktop_type: 'DEDICATED',
    product_id: 'workspace.x86.large',
    image_type: 'gold',
    image_id: '6f1c2a5e-0d3b-4b7c-9a53-2f5d6f8c1b01',
    root_volume: { type: 'SAS', size: 80 },
    size: 1,
    desktops: [{ user_name: 'ann', user_email: 'ann@example.com', computer_name: 'ann-desk' }],
    tags,
  },
  UpdateDesktop: { desktop: { deletion_protection: true } },
  BatchDeleteDesktops: { desktop_ids: [desktop], delete_users: false, email_notification: true },
  AddVolumes: { desktop_volumes: [{ desktop_id: desktop, volumes: [{ type: 'SSD', size: 80 }] }] },
  AddDesktopVolumes: { volumes: [{ type: 'SSD', size: 80 }] },
  ExpandVolumes: {
    desktop_volumes_expansion: [
      { desktop_id: desktop, volume_id: '2e49af66-7e7d-4c04-a6a6-0cc094b67009', new_size: 120 },
    ],
  },
  ExpandDesktopVolume: { new_size: 120 },
  BatchModifyQosVolumes: {
    volume_ids: ['2e49af66-7e7d-4c04-a6a6-0cc094b67009'],
    qos: { iops: 5000, throughput: 250 },
  },
  DeleteDesktopVolumes: { volume_ids: ['2e49af66-7e7d-4c04-a6a6-0cc094b67009'] },
  BatchCreateDesktopSnapshot: {
    desktop_ids: ['2e49af66-7e7d-4c04-a6a6-0cc094b67009'],
    disk_type: 'SYSTEM_DISK',
    system_disk_snapshot: { name: 'before the update', description: 'kept for a week' },
  },
  BatchRestoreDesktopSnapshot: { snapshot_ids: ['2e49af66-7e7d-4c04-a6a6-0cc094b67009'] },
  BatchDeleteDesktopSnapshot: { snapshot_ids: ['2e49af66-7e7d-4c04-a6a6-0cc094b67009'] },
  BatchRebuildDesktopsSystemDisk: {
    desktop_ids: [desktop],
    image_type: 'gold',
    image_id: '6f1c2a5e-0d3b-4b7c-9a53-2f5d6f8c1b01',
  },
  ResizeDesktop: {
    desktops: [{ desktop_id: desktop }],
    product_id: 'workspace.x86.xlarge',
    mode: 'STOP_DESKTOP',
  },
  ChangeDesktopNetwork: {
    vpc_id: '7b1f6b0e-5f0a-4b62-9f0e-2f9a1b3c4d5e',
    subnet_id: '2c9d8e7f-1a2b-4c3d-8e4f-5a6b7c8d9e0f',
    private_ip: '100.64.16.20',
    security_group_ids: ['9e8d7c6b-5a4f-4e3d-9c2b-1a0f9e8d7c6b'],
  },
  BatchChangeDesktopNetwork: {
    desktop_ids: [desktop],
    security_group_ids: ['9e8d7c6b-5a4f-4e3d-9c2b-1a0f9e8d7c6b'],
  },
  SetMaintenanceMode: { desktop_ids: [desktop], in_maintenance_mode: true },
  CheckSysprepInfo: { desktop_ids: [desktop] },
  SendNotifications: { desktop_ids: [desktop], notifications: 'The desktop restarts at 18:00.' },
  BatchRunDesktops: { desktop_ids: [desktop], op_type: 'os-start' },
  AttachInstances: {
    desktops: [{ desktop_id: desktop, user_name: 'ann', user_email: 'ann@example.com', user_group: 'sudo' }],
  },
  DetachInstances: { desktop_ids: [desktop] },
  BatchDetachInstances: { desktops: [{ desktop_id: desktop, is_detach_all_users: true }] },
  CreateTag: { tag: tags[0] },
  BatchAddDesktopsTags: { desktops: [{ desktop_id: desktop, tags }] },
  BatchDeleteDesktopsTags: { desktops: [{ desktop_id: desktop, tags }] },
  BatchChangeTags: { action: 'create', tags },
  ListDesktopsByTags: { action: 'filter', tags: [{ key: 'team', values: ['blue'] }] },
  ListDesktopByTags: { action: 'filter', tags: [{ key: 'team', values: ['blue'] }] },
  CreateDesktopUser: { user_name: 'ann', user_email: 'ann@example.com', active_type: 'USER_ACTIVATE' },
  BatchCreateUsers: {
    users: [
      { user_name: 'ann', user_email: 'ann@example.com' },
      { user_name: 'bob', user_email: 'bob@example.com', description: 'Blue team' },
    ],
  },
  CreateScheduledTasks: {
    task_name: 'Off at night',
    task_type: 'STOP',
    scheduled_type: 'WEEK',
    week_list: '2,3,4,5,6',
    scheduled_time: '20:00:00',
    time_zone: 'Asia/Shanghai',
    apply_objects: [{ object_type: 'DESKTOP', object_id: desktop }],
  },
  UpdateScheduledTasks: { scheduled_time: '21:30:00', enable: true },
  BatchDeleteScheduledTasks: { task_ids: [desktop] },
  ListFutureExecutions: {
    scheduled_type: 'MONTH',
    date_list: '1,L',
    scheduled_time: '09:00:00',
    time_zone: 'Europe/Berlin',
  },
  CreateDesktopNamePolicy: {
    policy_name: 'ByUser',
    name_prefix: '$DomainUser$-',
    digit_number: 2,
    start_number: 1,
    single_domain_user_inc: 1,
    prefix_truncation_enabled: true,
  },
  UpdateDesktopNamePolicy: { digit_number: 3, is_default_policy: true },
  BatchDeleteDesktopNamePolicy: { policy_ids: [user] },
  CreateUserGroup: {
    group_name: 'Blue team',
    platform_type: 'LOCAL',
    description: 'Desktops of the blue team',
  },
  UpdateUserGroup: { group_name: 'Green team', description: 'Desktops of the green team' },
  BatchDeleteUserGroups: { group_ids: [user] },
  ExportUsersNew: { active_type: 'USER_ACTIVATE', language: 'en_US' },
  DeleteExportTasks: { task_ids: [user] },
  RunActionsOnGroup: { op_type: 'ADD', user_ids: [user] },
  UpdateUserInfo: { user_email: 'ann@example.com', description: 'Desktops of the blue team' },
  ChangeUserStatus: { op_type: 'LOCK' },
  BatchDeleteOtpDevices: { otp_ids: [user] },
  UpdateAssistAuthMethodConfig: { otp_config_info: { enable: true } },
  UpdateAssistAuthConfigApplyObjects: {
    add: [{ object_type: 'USER', object_id: user, object_name: 'ann' }],
  },
  ShowInvitation: { token: 'r2Jb4n0mF8yT1uW6cXz9QkLhVsEaDgPoIiNq7ZwR5tM' },
  AcceptInvitation: {
    token: 'r2Jb4n0mF8yT1uW6cXz9QkLhVsEaDgPoIiNq7ZwR5tM',
    password: 'Desk-2026-Plane',
  },
  BatchDeleteUser: { user_ids: [user] },
  EraseUser: { user_name: 'ann' },
  ImportImage: { upload_id: account, name: 'debian-12-tools', min_disk: 20, min_ram: 1024 },
  OpenScreen: { token: 'r2Jb4n0mF8yT1uW6cXz9QkLhVsEaDgPoIiNq7ZwR5tM' },
  UploadScreenFile: { name: 'notes.txt', size: 1024 },
  UpdateProjectQuotas: { resources: [{ type: 'general_instances', quota: 50 }] },
  ApplyWorkspace: { ad_domains: { domain_type: 'LITE_AS' }, enterprise_id: 'acme' },
  UpdateWorkspace: { is_send_email: true },
  CheckEnterpriseId: { enterprise_id: 'acme' },
  UpdateTenantConfig: { function_config: { name: 'protect_new_desktops', status: 'ON' } },
  UnlockWorkspace: { operate_type: 'unlock' },
  LockWorkspace: { lock_reason: 'moved to another project' },
  CheckPolicyDocument: {
    model: 'identity',
    policy_document:
      '{"Version":"5.0","Statement":[{"Effect":"Allow","Action":["workspace:desktops:list"]}]}',
  },
  ShowAuthorizationDecision: { operation: 'DeleteDesktop', resource: { type: 'desktop', id: desktop } },
};
