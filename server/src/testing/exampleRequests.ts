import type { Operation } from '../access/permissions/table.js';
import { simulatedLinux } from './desktopCalls.js';
import { userListForm } from './userList.js';

/** What the calls of a walk over all routes are about: things that are there, so that nothing but a right is missing. */
export interface ExampleThings {
  readonly projectId: string;
  readonly domainId: string;
  readonly desktop: string;
  /** Of the desktop; left out: none that is there. */
  readonly disk?: string;
  /** Of a disk of the desktop; left out: there is none. */
  readonly snapshot?: string;
  readonly desktopUser: string;
  /** For the call that deletes several. */
  readonly secondUser: string;
  readonly userGroup: string;
  /** Not the caller. */
  readonly iamUser: string;
  readonly group: string;
  readonly role: string;
  readonly policy: string;
  readonly accessKey: string;
  readonly enterpriseProject: string;
  /** The tags that a call gives; and in which enterprise project it creates. */
  readonly tag: { readonly key: string; readonly value: string };
  readonly createIn: string;
}

/** The path of a route with its parameters filled in. */
export function examplePath(template: string, things: ExampleThings, method: string): string {
  const iam = !/^\/v2\/|^\/v3\/\{project_id\}\//.test(template);
  const values: Readonly<Record<string, string>> = {
    project_id: things.projectId,
    domain_id: things.domainId,
    desktop_id: things.desktop,
    user_id: iam ? things.iamUser : things.desktopUser,
    group_id: iam ? things.group : things.userGroup,
    role_id: things.role,
    policy_id: iam ? things.policy : '0'.repeat(32),
    version_id: 'v1',
    access_key: things.accessKey,
    enterprise_project_id: things.enterpriseProject,
    volume_id: '00000000-0000-4000-8000-000000000000',
    snapshot_id: '00000000-0000-4000-8000-000000000000',
    item_id: '00000000-0000-4000-8000-000000000000',
    job_id: '00000000-0000-4000-8000-000000000000',
    mail_id: '0'.repeat(40),
    upload_id: '0'.repeat(32),
    image_id: '00000000-0000-4000-8000-000000000000',
    subnet_id: '00000000-0000-4000-8000-000000000000',
    vpc_id: '00000000-0000-4000-8000-000000000000',
    fault_id: 'nothing',
    subject_id: things.projectId,
    task_id: '00000000-0000-4000-8000-000000000000',
    record_id: '00000000-0000-4000-8000-000000000000',
    key: 'nothing',
    id: template.startsWith('/v3/projects') ? things.projectId : '00000000-0000-4000-8000-000000000000',
  };
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`No example for ${name} in ${template}.`);
    return value;
  });
  if (template.endsWith('/records/{record_id}')) return `${path}?offset=0&limit=10`;
  if (template.endsWith('/rebuild-plan')) return `${path}?image_id=nothing&image_type=gold`;
  if (path.includes('/images/uploads/')) return `${path}?offset=0`;
  return method === 'GET' && path === '/v3.0/OS-CREDENTIAL/credentials'
    ? `${path}?user_id=${things.iamUser}`
    : path;
}

/** A body that is valid, for the operations that ask for the right only once they have read it. */
export function exampleBody(operation: Operation, things: ExampleThings): object | undefined {
  const { desktop, tag } = things;
  const bodies: Partial<Record<Operation, object>> = {
    CreateDesktop: {
      desktop_type: 'DEDICATED',
      // No such product: whoever may create is told so, and nothing comes of it.
      product_id: 'nothing',
      image_id: simulatedLinux,
      root_volume: { type: 'SAS', size: 80 },
      size: 1,
      tags: [tag],
      enterprise_project_id: things.createIn,
    },
    UpdateDesktop: { desktop: { deletion_protection: false } },
    // More than a desktop may have, a size that is no more than now, disks that are not there: nothing comes of it.
    AddVolumes: {
      desktop_volumes: [1, 2].map(() => ({
        desktop_id: desktop,
        volumes: Array.from({ length: 10 }, () => ({ type: 'SSD', size: 10 })),
      })),
    },
    AddDesktopVolumes: { volumes: [{ type: 'SSD', size: 10, kms_id: 'nothing' }] },
    ExpandVolumes: {
      desktop_volumes_expansion: [
        { desktop_id: desktop, volume_id: '00000000-0000-4000-8000-000000000000', new_size: 10 },
      ],
    },
    ExpandDesktopVolume: { new_size: 10 },
    BatchModifyQosVolumes: {
      // A system disk, which has no speed of its own: nothing comes of it.
      volume_ids: [things.disk ?? '00000000-0000-4000-8000-000000000000'],
      qos: { iops: 1, throughput: 1 },
    },
    DeleteDesktopVolumes: { volume_ids: ['00000000-0000-4000-8000-000000000000'] },
    // Nothing is said of data disks where only system disks are asked for: nothing comes of it.
    BatchCreateDesktopSnapshot: {
      desktop_ids: [desktop],
      disk_type: 'SYSTEM_DISK',
      data_disk_snapshot: { name: 'nothing' },
    },
    BatchDeleteDesktopSnapshot: {
      snapshot_ids: [things.snapshot ?? '00000000-0000-4000-8000-000000000000'],
    },
    // Its desktop runs, or there is no such snapshot: nothing comes of it.
    BatchRestoreDesktopSnapshot: {
      snapshot_ids: [things.snapshot ?? '00000000-0000-4000-8000-000000000000'],
    },
    BatchDeleteDesktops: { desktop_ids: [desktop] },
    SetMaintenanceMode: { desktop_ids: [desktop], in_maintenance_mode: false },
    UpdateTenantConfig: { function_config: { name: 'protect_new_desktops', status: 'OFF' } },
    CheckSysprepInfo: { desktop_ids: [desktop] },
    SendNotifications: { desktop_ids: [desktop], notifications: 'Hello.' },
    // No such product, no such image, no such groups: nothing comes of it.
    ResizeDesktop: { desktops: [{ desktop_id: desktop }], product_id: 'nothing', mode: 'STOP_DESKTOP' },
    BatchRebuildDesktopsSystemDisk: { desktop_ids: [desktop], image_id: 'nothing', image_type: 'gold' },
    ChangeDesktopNetwork: { security_group_ids: ['nothing'] },
    BatchChangeDesktopNetwork: { desktop_ids: [desktop], security_group_ids: ['nothing'] },
    BatchRunDesktops: { desktop_ids: [desktop], op_type: 'os-stop' },
    AttachInstances: {
      desktops: [{ desktop_id: desktop, user_name: 'walker', user_email: 'w@example.org' }],
    },
    DetachInstances: { desktop_ids: [desktop] },
    BatchDetachInstances: { desktops: [{ desktop_id: desktop, is_detach_all_users: true }] },
    CreateTag: { tag },
    BatchAddDesktopsTags: { desktops: [{ desktop_id: desktop, tags: [tag] }] },
    BatchDeleteDesktopsTags: { desktops: [{ desktop_id: desktop, tags: [{ key: 'nothing' }] }] },
    BatchChangeTags: { action: 'create', tags: [tag] },
    ListDesktopsByTags: { action: 'filter' },
    ListDesktopByTags: { action: 'filter' },
    ReleaseDeletionItem: { reason: 'a test' },
    ImportImage: { upload_id: '0'.repeat(32), name: 'walked' },
    SendTestMail: { recipient: 'walked@example.org' },
    CreateDesktopUser: {
      user_name: 'walked',
      user_email: 'walked@example.org',
      enterprise_project_id: things.createIn,
    },
    BatchCreateUsers: {
      users: [
        {
          user_name: 'walked-2',
          user_email: 'walked2@example.org',
          enterprise_project_id: things.createIn,
        },
      ],
    },
    ImportUserList: userListForm(['user_name,user_email', 'walked-3,walked3@example.org']),
    CreateScheduledTasks: {
      task_name: 'walked',
      task_type: 'START',
      scheduled_type: 'DAY',
      day_interval: 1,
      scheduled_time: '09:00:00',
      apply_objects: [{ object_type: 'DESKTOP', object_id: desktop }],
    },
    UpdateScheduledTasks: { task_name: 'walked' },
    BatchDeleteScheduledTasks: { task_ids: ['00000000-0000-4000-8000-000000000000'] },
    ListFutureExecutions: { scheduled_type: 'DAY', day_interval: 1, scheduled_time: '09:00:00' },
    CreateDesktopNamePolicy: {
      policy_name: 'walked',
      name_prefix: 'walked',
      digit_number: 2,
      start_number: 1,
      single_domain_user_inc: 0,
    },
    UpdateDesktopNamePolicy: { digit_number: 3 },
    BatchDeleteDesktopNamePolicy: { policy_ids: ['0'.repeat(32)] },
    CreateUserGroup: { group_name: 'walked', platform_type: 'LOCAL' },
    UpdateUserGroup: { description: 'walked' },
    // One that is not there: the other calls need the one that is.
    BatchDeleteUserGroups: { group_ids: ['0'.repeat(32)] },
    ExportUsersNew: {},
    DeleteExportTasks: { task_ids: ['0'.repeat(32)] },
    RunActionsOnGroup: { op_type: 'DELETE', user_ids: [things.secondUser] },
    UpdateAssistAuthMethodConfig: { otp_config_info: { enable: false } },
    UpdateAssistAuthConfigApplyObjects: { delete: [{ object_type: 'USER', object_id: things.secondUser }] },
    BatchDeleteOtpDevices: { otp_ids: ['0'.repeat(32)] },
    ChangeUserStatus: { op_type: 'UNLOCK' },
    UpdateUserInfo: { description: 'walked' },
    BatchDeleteUser: { user_ids: [things.secondUser] },
    UpdateUserInformation: { user: { email: 'walked@example.org' } },
    CreatePermanentAccessKey: { credential: { user_id: things.iamUser } },
    DiagnoseSignature: { request: 'GET /' },
    SignCall: { access_key: things.accessKey, method: 'GET', url: 'http://localhost/' },
    UpdatePermanentAccessKey: { credential: { status: 'inactive' } },
  };
  return bodies[operation];
}
