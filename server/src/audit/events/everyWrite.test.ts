import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { isOperation, type Operation, permissions } from '../../access/permissions/table.js';
import { askAuditEvents } from '../../testing/askAuditEvents.js';
import { openBrowser, rootSignIn } from '../../testing/browser.js';
import { createDesktops } from '../../testing/desktopCalls.js';
import { type GrantService, startGrantService } from '../../testing/grantCalls.js';
import { callAs } from '../../testing/identityCalls.js';
import type { TestAnswer } from '../../testing/startTestService.js';
import { userListForm } from '../../testing/userList.js';
import { waitUntil } from '../../testing/waitUntil.js';
import { auditEventNameOf, leavesAuditEvent } from './auditEventNames.js';

/** Operations whose success takes more than a call; each has a test of its own. */
const elsewhere: readonly Operation[] = [
  'ReleaseDeletionItem', // needs an engine that refuses
  'ReclaimOrphans', // needs an orphan
  'ShowRemoteConsoleAddress', // needs an engine with screens
  'OpenScreen', // needs such an address
  'StartShownDesktop', // needs a page that was opened with one
  'UploadScreenFilePiece', // needs a page that was opened with one
  'UploadScreenFile',
  'DropScreenFileUpload',
  'ResendMail', // needs a mail that could not be sent
  'DecodeAuthorizationMessage',
  'ImportImage', // needs an engine that takes images
  'DeleteImage',
  'LoginToDesk', // is somebody else's than the administrator's
  'LogoutFromDesk',
  'ChangeDeskPassword',
  'MakeDeskDevice',
  'ProveDeskCode',
  'AcceptInvitation',
  'SendEmail', // needs a service that knows its own address
  'OperateOwnDesktop',
  'OpenOwnDesktop',
  'UploadImagePiece', // changes nothing that anyone sees
];

describe('every call that changes something', () => {
  let grants: GrantService;
  const done = new Set<string>();
  before(async () => {
    grants = await startGrantService();
  });
  after(() => grants.service.remove());

  async function tracesOf(answer: TestAnswer) {
    const rows = await askAuditEvents<{ trace_name: string; code: string }>(
      grants.service.database,
      'select trace_name, code from audit_events where request_id = $1',
      [answer.headers.get('x-request-id')],
    );
    return rows;
  }
  /** Held to exactly one trace, with the name of the operation and the status of the answer. */
  async function did(operation: Operation, called: Promise<TestAnswer>): Promise<TestAnswer['body']> {
    const answer = await called;
    assert.ok(answer.status < 300, `${operation}: ${answer.status} ${answer.text}`);
    const expected = { trace_name: auditEventNameOf(operation), code: String(answer.status) };
    assert.deepEqual(await tracesOf(answer), [expected], operation);
    done.add(operation);
    return answer.body;
  }

  it('leaves exactly one audit event on desktops, tags and users', async () => {
    const { service } = grants;
    const call: GrantService['service']['call'] = (...request) => service.call(...request);
    await did('CancelWorkspace', call('DELETE', '/workspaces'));
    const liteAs = { ad_domains: { domain_type: 'LITE_AS' } };
    await did('ApplyWorkspace', call('POST', '/workspaces', liteAs));
    await did('UpdateWorkspace', call('PUT', '/workspaces', { is_send_email: false }));
    const most = { resources: [{ type: 'users', quota: null }] };
    const itself = grants.service.credentials.project_id;
    await did('UpdateProjectQuotas', call('PUT', `/installation/quotas/${itself}`, most));
    const function_config = { name: 'protect_new_desktops', status: 'OFF' };
    await did('UpdateTenantConfig', call('PUT', '/tenant-configs', { function_config }));
    await did('LockWorkspace', call('POST', '/workspaces/lock', { lock_reason: 'walk' }));
    const unlock = { operate_type: 'unlock' };
    await did('UnlockWorkspace', call('PUT', '/workspaces/lock-status', unlock));
    const off = { otp_config_info: { enable: false } };
    await did('UpdateAssistAuthMethodConfig', call('PUT', '/assist-auth-config/method-config', off));
    const order = { desktop_type: 'DEDICATED', product_id: 'workspace.x86.small', image_type: 'gold' };
    const image = {
      image_id: '6f1c2a5e-0d3b-4b7c-9a53-2f5d6f8c1b01',
      root_volume: { type: 'SAS', size: 80 },
    };
    await did(
      'CreateDesktop',
      call('POST', '/desktops', { ...order, ...image, size: 1, desktop_name: 'walk' }),
    );
    const [one] = await createDesktops(service, {});
    const [two] = await createDesktops(service, { data_volumes: [{ type: 'SAS', size: 10 }] });
    const [disk] = (await call('GET', `/desktops/${two}`)).body.desktop.data_volumes;
    const more = { volumes: [{ type: 'GPSSD2', size: 10 }] };
    const idle = (id: string) =>
      waitUntil(async () => {
        const { desktop } = (await call('GET', `/desktops/${id}`)).body;
        return desktop.task_status === '' ? desktop : undefined;
      }, 'no task');
    const ordered = [{ desktop_id: two, ...more }];
    await did('AddDesktopVolumes', call('POST', `/desktops/${two}/volumes`, more));
    const fast = (await idle(two)).data_volumes[1].id;
    await did('AddVolumes', call('POST', '/volumes', { desktop_volumes: ordered }));
    await idle(two);
    const path = `/desktops/${two}/volumes/${disk.id}/expand`;
    await did('ExpandDesktopVolume', call('POST', path, { new_size: 20 }));
    await idle(two);
    const growth = [{ desktop_id: two, volume_id: disk.id, new_size: 30 }];
    await did('ExpandVolumes', call('POST', '/volumes/expand', { desktop_volumes_expansion: growth }));
    await idle(two);
    const qos = { volume_ids: [fast], qos: { iops: 5000, throughput: 250 } };
    await did('BatchModifyQosVolumes', call('PUT', '/volumes/batch-modify-qos', qos));
    await idle(two);
    const going = { volume_ids: [disk.id] };
    await did('DeleteDesktopVolumes', call('POST', `/desktops/${two}/volumes/batch-delete`, going));
    const [imaged] = await createDesktops(service, {});
    const disks = { desktop_ids: [imaged], disk_type: 'ALL' };
    await did('BatchCreateDesktopSnapshot', call('POST', '/snapshots/batch-create', disks));
    const snapshots = await waitUntil(async () => {
      const list = (await call('GET', `/snapshots?desktop_id=${imaged}&status=available`)).body;
      const isIdle = (await call('GET', `/desktops/${imaged}`)).body.desktop.task_status === '';
      return isIdle && list.total_count > 0 && list.desktop_snapshots;
    }, 'the snapshot');
    const snapshot_ids = [snapshots[0].snapshot_id];
    await call('POST', '/desktops/action', { desktop_ids: [imaged], op_type: 'os-stop', type: 'HARD' });
    await waitUntil(async () => (await idle(imaged))?.status === 'SHUTOFF', 'the desktop to be off');
    await did('BatchRestoreDesktopSnapshot', call('POST', '/snapshots/batch-restore', { snapshot_ids }));
    await idle(imaged);
    await did('BatchDeleteDesktopSnapshot', call('POST', '/snapshots/batch-delete', { snapshot_ids }));
    await did('UpdateDesktop', call('PUT', `/desktops/${one}`, { desktop: { computer_name: 'renamed' } }));
    const groups = (await call('GET', `/desktops/${one}`)).body.desktop.security_groups;
    const security_group_ids = groups.map(({ id }: { id: string }) => id);
    await did('ChangeDesktopNetwork', call('PUT', `/desktops/${one}/networks`, { security_group_ids }));
    const desktop_ids = [one];
    const network = '/desktops/networks/batch-change';
    await did('BatchChangeDesktopNetwork', call('POST', network, { desktop_ids, security_group_ids }));
    const maintenance = { desktop_ids, in_maintenance_mode: true };
    await did('SetMaintenanceMode', call('PUT', '/desktops/maintenance-mode', maintenance));
    const message = { desktop_ids, notifications: 'walking' };
    await did('SendNotifications', call('POST', '/desktops/notifications', message));
    const [sized] = await createDesktops(service, {});
    const size = { product_id: 'workspace.x86.2xlarge', mode: 'STOP_DESKTOP' };
    await did(
      'ResizeDesktop',
      call('POST', '/desktops/resize', { desktops: [{ desktop_id: sized }], ...size }),
    );
    await idle(sized);
    const wanted = { image_id: '6f1c2a5e-0d3b-4b7c-9a53-2f5d6f8c1b01', image_type: 'gold' };
    await did(
      'BatchRebuildDesktopsSystemDisk',
      call('POST', '/desktops/rebuild', { desktop_ids: [sized], ...wanted }),
    );
    const moved = { resource_type: 'workspace-desktop', resource_id: one };
    await did('MigrateResource', call('POST', '//v1.0/enterprise-projects/0/resources-migrate', moved));
    const fault = await did(
      'CreateFault',
      call('POST', '//_deskplane/faults', { effect: 'cut', operation: 'ShowQuotas' }),
    );
    await did('DeleteFault', call('DELETE', `//_deskplane/faults/${fault.fault_id}`));
    await did('ClearFaults', call('DELETE', '//_deskplane/faults'));
    const own = grants.service.credentials.project_id;
    await did('LoadFixtures', call('POST', `//_deskplane/${own}/fixtures`, { desktops: [{ name: 'laid' }] }));
    // Nothing is to be set back yet: the token of this walk goes on.
    await did('ResetClock', call('DELETE', '//_deskplane/clock'));
    await did('MoveClock', call('POST', '//_deskplane/clock', { move_by_seconds: 60 }));
    await did('ClearCalls', call('DELETE', '//_deskplane/calls'));
    await did('CreateTag', call('POST', `/desktops/${one}/tags`, { tag: { key: 'a', value: 'b' } }));
    await did('DeleteTag', call('DELETE', `/desktops/${one}/tags/a`));
    const tags = [{ key: 'c', value: 'd' }];
    await did('BatchChangeTags', call('POST', `/desktops/${one}/tags/action`, { action: 'create', tags }));
    const many = { desktops: [{ desktop_id: one, tags }] };
    await did('BatchAddDesktopsTags', call('POST', '/desktops/batch-tags', many));
    await did('BatchDeleteDesktopsTags', call('DELETE', '/desktops/batch-tags', many));
    const user = { user_name: 'walker', user_email: 'walker@example.com', active_type: 'ADMIN_ACTIVATE' };
    const made = await did('CreateDesktopUser', call('POST', '/users', { ...user, password: 'Long-way-31' }));
    const other = await call('POST', '/users', { ...user, user_name: 'other', password: 'Long-way-32' });
    const several = { users: [{ ...user, user_name: 'several', password: 'Long-way-35' }] };
    await did('BatchCreateUsers', call('POST', '/users/batch-create', several));
    const list = userListForm(['name,mail', 'listed,listed@example.com']);
    await did('ImportUserList', call('POST', '/users/desktop-users/action/import', list));
    const named = { group_name: 'walkers', platform_type: 'LOCAL' };
    const group = await did('CreateUserGroup', call('POST', '/groups', named));
    await did('UpdateUserGroup', call('PUT', `/groups/${group.id}`, { description: 'walk' }));
    const asked = { add: [{ object_type: 'USER', object_id: made.id }] };
    await did('UpdateAssistAuthConfigApplyObjects', call('POST', '/assist-auth-config/apply-objects', asked));
    const joining = { op_type: 'ADD', user_ids: [made.id] };
    await did('RunActionsOnGroup', call('POST', `/groups/${group.id}/actions`, joining));
    const { task_id: file } = await did('ExportUsersNew', call('POST', `//v3/${own}/users/export`, {}));
    await did('ExportUserGroupUsersNew', call('GET', `//v3/${own}/groups/${group.id}/users/export`));
    await did('DownloadExportFile', call('GET', `/export-tasks/${file}/download`));
    await did('DeleteExportTasks', call('POST', '/export-tasks/batch-delete', { task_ids: [file] }));
    await did('DeleteUserGroup', call('DELETE', `/groups/${group.id}`));
    const next = (await call('POST', '/groups', named)).body.id;
    await did('BatchDeleteUserGroups', call('POST', '/groups/batch-delete', { group_ids: [next] }));
    const daily = { scheduled_type: 'DAY', day_interval: 1, scheduled_time: '09:00:00' };
    const task = {
      ...daily,
      task_name: 'walk',
      task_type: 'START',
      apply_objects: [{ object_type: 'DESKTOP', object_id: one }],
    };
    const tasks = '/scheduled-tasks';
    const scheduled = await did('CreateScheduledTasks', call('POST', tasks, task));
    await did('UpdateScheduledTasks', call('PUT', `${tasks}/${scheduled.task_id}`, { task_name: 'walks' }));
    await did('DeleteScheduledTasks', call('DELETE', `${tasks}/${scheduled.task_id}`));
    const later = (await call('POST', tasks, task)).body.task_id;
    await did('BatchDeleteScheduledTasks', call('POST', `${tasks}/batch-delete`, { task_ids: [later] }));
    const naming = { policy_name: 'walk', name_prefix: 'walk', digit_number: 2, start_number: 1 };
    const names = '/desktop-name-policies';
    const policy = await did(
      'CreateDesktopNamePolicy',
      call('POST', names, { ...naming, single_domain_user_inc: 0 }),
    );
    await did('UpdateDesktopNamePolicy', call('PUT', `${names}/${policy.policy_id}`, { digit_number: 3 }));
    const ended = { policy_ids: [policy.policy_id] };
    await did('BatchDeleteDesktopNamePolicy', call('POST', `${names}/batch-delete`, ended));
    await did('UpdateUserInfo', call('PUT', `/users/${made.id}`, { description: 'walks' }));
    await did('ChangeUserStatus', call('POST', `/users/${made.id}/actions`, { op_type: 'LOCK' }));
    const lost = { otp_ids: [made.id] };
    await did('BatchDeleteOtpDevices', call('DELETE', `/users/${made.id}/otp-devices`, lost));
    await did('ResetRandomPassword', call('GET', `/users/${made.id}/random-password`));
    const attachment = { desktop_id: one, user_name: 'walker', user_email: 'walker@example.com' };
    await did('AttachInstances', call('POST', '/desktops/attach', { desktops: [attachment] }));
    const attached = { desktop_id: one, is_detach_all_users: true };
    await did('BatchDetachInstances', call('POST', '/desktops/batch-detach', { desktops: [attached] }));
    await did('DetachInstances', call('POST', '/desktops/detach', { desktop_ids: [one] }));
    await did('DeleteUser', call('DELETE', `/users/${made.id}`));
    await did('BatchDeleteUser', call('POST', '/users/batch-delete', { user_ids: [other.body.id] }));
    await did('SendTestMail', call('POST', '/mails/test', { recipient: 'walker@example.com' }));
    await did('CreatePersonReport', call('POST', `/persons/${other.body.id}/reports`));
    await did('EraseUser', call('POST', '/erasures', { user_id: other.body.id }));
    await did(
      'BatchRunDesktops',
      call('POST', '/desktops/action', { desktop_ids: [two], op_type: 'reboot' }),
    );
    await did('DeleteDesktop', call('DELETE', `/desktops/${one}?is_force_delete=true`));
    await did(
      'BatchDeleteDesktops',
      call('POST', '/desktops/batch-delete', { desktop_ids: [two], is_force_delete: true }),
    );
  });

  it('leaves exactly one audit event on accounts, users, groups, projects and credentials', async () => {
    const { service, domainId } = grants;
    const call: GrantService['call'] = (...request) => grants.call(...request);
    const who = { name: 'walker', password: 'Long-way-33' };
    const { user } = await did('KeystoneCreateUser', call('POST', '/v3/users', { user: who }));
    await did(
      'KeystoneUpdateUserByAdmin',
      call('PATCH', `/v3/users/${user.id}`, { user: { description: 'walks' } }),
    );
    const flat = { name: 'walker2', domain_id: domainId, password: 'Long-way-34' };
    const second = await did('CreateUser', call('POST', '/v3.0/OS-USER/users', { user: flat }));
    await did(
      'UpdateUser',
      call('PUT', `/v3.0/OS-USER/users/${second.user.id}`, { user: { description: 'x' } }),
    );
    const contact = { user: { email: 'walker@example.com' } };
    await did('UpdateUserInformation', call('PUT', `/v3.0/OS-USER/users/${second.user.id}/info`, contact));
    await did('KeystoneDeleteUser', call('DELETE', `/v3/users/${second.user.id}`));
    const { group } = await did(
      'KeystoneCreateGroup',
      call('POST', '/v3/groups', { group: { name: 'walkers' } }),
    );
    await did(
      'KeystoneUpdateGroup',
      call('PATCH', `/v3/groups/${group.id}`, { group: { description: 'x' } }),
    );
    await did('KeystoneAddUserToGroup', call('PUT', `/v3/groups/${group.id}/users/${user.id}`));
    await did('KeystoneRemoveUserFromGroup', call('DELETE', `/v3/groups/${group.id}/users/${user.id}`));
    await did('KeystoneDeleteGroup', call('DELETE', `/v3/groups/${group.id}`));
    const named = { project: { name: `${service.credentials.project_name}_walk`, domain_id: domainId } };
    const { project } = await did('KeystoneCreateProject', call('POST', '/v3/projects', named));
    const described = { project: { description: 'x' } };
    await did('KeystoneUpdateProject', call('PATCH', `/v3/projects/${project.id}`, described));
    const { domain } = await did(
      'KeystoneCreateDomain',
      call('POST', '/v3/domains', { domain: { name: 'walkers' } }),
    );
    await did(
      'KeystoneUpdateDomain',
      call('PATCH', `/v3/domains/${domain.id}`, { domain: { description: 'x' } }),
    );
    const path = '/v1.0/enterprise-projects';
    const { enterprise_project: ep } = await did(
      'CreateEnterpriseProject',
      call('POST', path, { name: 'walk' }),
    );
    await did('UpdateEnterpriseProject', call('PUT', `${path}/${ep.id}`, { name: 'walked' }));
    await did('EnableEnterpriseProject', call('POST', `${path}/${ep.id}/action`, { action: 'disable' }));
    const keys = '/v3.0/OS-CREDENTIAL/credentials';
    const { credential } = await did(
      'CreatePermanentAccessKey',
      call('POST', keys, { credential: { user_id: user.id } }),
    );
    const changed = { credential: { status: 'inactive' } };
    await did('UpdatePermanentAccessKey', call('PUT', `${keys}/${credential.access}`, changed));
    await did('DeletePermanentAccessKey', call('DELETE', `${keys}/${credential.access}`));
    const toSign = {
      access_key: service.credentials.access_key,
      method: 'GET',
      url: 'http://localhost/v5/x',
    };
    await did('SignCall', call('POST', '/v3.0/OS-CREDENTIAL/signed-calls', toSign));
    const identity = { methods: ['token'] };
    const temporary = call('POST', '/v3.0/OS-CREDENTIAL/securitytokens', { auth: { identity } });
    await did('CreateTemporaryAccessKeyByToken', temporary);
    const credentials = service.credentials;
    const account = { name: credentials.user_name, password: credentials.password };
    const password = { user: { ...account, domain: { name: credentials.domain_name } } };
    const auth = { identity: { methods: ['password'], password } };
    const signedIn = call('POST', '/v3/auth/tokens', { auth });
    await did('KeystoneCreateToken', signedIn);
    const token = (await signedIn).headers.get('x-subject-token') ?? '';
    await did(
      'KeystoneRevokeToken',
      call('DELETE', '/v3/auth/tokens', undefined, { 'x-subject-token': token }),
    );
    const browser = openBrowser(service.endpoint);
    await did('Login', browser.signIn(rootSignIn(service)));
    await did('Logout', browser.call('DELETE', '/console/api/session'));
    const own = await callAs(service, who);
    const passwords = { original_password: who.password, password: 'Long-way-35' };
    await did(
      'KeystoneUpdateUserPassword',
      own('POST', `/v3/users/${user.id}/password`, { user: passwords }),
    );
    await did(
      'RotateAuthorizationMessageKey',
      call('POST', `/v2/${grants.projectId}/authorization-message-keys`),
    );
    await did('RotateSigningKey', call('POST', `/v2/${grants.projectId}/log/keys`));
    await did('RetainTraces', call('POST', `/v3/${grants.projectId}/traces/retain`, { before: 0 }));
  });

  it('leaves exactly one audit event on networks', async () => {
    const call: GrantService['call'] = (...request) => grants.call(...request);
    const v1 = `/v1/${grants.projectId}`;
    const v3 = `/v3/${grants.projectId}/vpc`;
    const { vpc } = await did('CreateVpc', call('POST', `${v1}/vpcs`, { vpc: { cidr: '10.0.0.0/16' } }));
    await did('UpdateVpc', call('PUT', `${v1}/vpcs/${vpc.id}`, { vpc: { name: 'walked' } }));
    const wanted = { name: 'walk', vpc_id: vpc.id, cidr: '10.0.1.0/24', gateway_ip: '10.0.1.1' };
    const { subnet } = await did('CreateSubnet', call('POST', `${v1}/subnets`, { subnet: wanted }));
    const within = `${v1}/vpcs/${vpc.id}/subnets/${subnet.id}`;
    await did('UpdateSubnet', call('PUT', within, { subnet: { name: 'walked' } }));
    await did('DeleteSubnet', call('DELETE', within));
    await did('DeleteVpc', call('DELETE', `${v1}/vpcs/${vpc.id}`));
    const named = { security_group: { name: 'walk' } };
    const one = await did('CreateSecurityGroup', call('POST', `${v1}/security-groups`, named));
    const two = await did('CreateSecurityGroupV3', call('POST', `${v3}/security-groups`, named));
    const [first, second] = [one.security_group.id, two.security_group.id];
    const changed = { security_group: { description: 'walked' } };
    await did('UpdateSecurityGroupV3', call('PUT', `${v3}/security-groups/${second}`, changed));
    const rule = { security_group_rule: { security_group_id: first, direction: 'ingress', protocol: 'tcp' } };
    const added = await did('CreateSecurityGroupRule', call('POST', `${v1}/security-group-rules`, rule));
    const gone = `${v1}/security-group-rules/${added.security_group_rule.id}`;
    await did('DeleteSecurityGroupRule', call('DELETE', gone));
    const again = await did('CreateSecurityGroupRuleV3', call('POST', `${v3}/security-group-rules`, rule));
    const goneAgain = `${v3}/security-group-rules/${again.security_group_rule.id}`;
    await did('DeleteSecurityGroupRuleV3', call('DELETE', goneAgain));
    await did('DeleteSecurityGroup', call('DELETE', `${v1}/security-groups/${first}`));
    await did('DeleteSecurityGroupV3', call('DELETE', `${v3}/security-groups/${second}`));
  });

  it('leaves exactly one audit event on policies and on who has them', async () => {
    const { domainId, projectId } = grants;
    const call: GrantService['call'] = (...request) => grants.call(...request);
    const userId = await grants.addUser('granted');
    const groupId = await grants.addGroup('granted', [userId]);
    const ep = await grants.addEnterpriseProject('granted');
    const document = (action: string): string =>
      JSON.stringify({ Version: '5.0', Statement: [{ Effect: 'Allow', Action: [action] }] });
    const first = { policy_name: 'walk', policy_document: document('workspace:desktops:list') };
    const { policy } = await did('CreatePolicyV5', call('POST', '/v5/policies', first));
    const path = `/v5/policies/${policy.policy_id}`;
    await did('UpdatePolicyV5', call('PUT', path, { description: 'walks' }));
    const next = { policy_document: document('workspace:desktops:get'), set_as_default: false };
    await did('CreatePolicyVersionV5', call('POST', `${path}/versions`, next));
    await did('SetDefaultPolicyVersionV5', call('POST', `${path}/versions/v2/set-default`));
    await did('DeletePolicyVersionV5', call('DELETE', `${path}/versions/v1`));
    await did('AttachUserPolicyV5', call('POST', `${path}/attach-user`, { user_id: userId }));
    await did('DetachUserPolicyV5', call('POST', `${path}/detach-user`, { user_id: userId }));
    await did('AttachGroupPolicyV5', call('POST', `${path}/attach-group`, { group_id: groupId }));
    await did('DetachGroupPolicyV5', call('POST', `${path}/detach-group`, { group_id: groupId }));
    await did('DeletePolicyV5', call('DELETE', path));
    const Statement = [{ Effect: 'Allow', Action: ['workspace:desktops:list'] }];
    const body = {
      display_name: 'walk',
      type: 'XA',
      description: 'x',
      policy: { Version: '1.1', Statement },
    };
    const { role } = await did(
      'CreateCloudServiceCustomPolicy',
      call('POST', '/v3.0/OS-ROLE/roles', { role: body }),
    );
    const changed = { role: { ...body, description: 'y' } };
    await did('UpdateCloudServiceCustomPolicy', call('PATCH', `/v3.0/OS-ROLE/roles/${role.id}`, changed));
    const places: readonly (readonly [string, string, Operation, Operation, Operation, Operation])[] = [
      [
        `/v3/projects/${projectId}`,
        '',
        'KeystoneAssociateGroupWithProjectPermission',
        'KeystoneRemoveProjectPermissionFromGroup',
        'KeystoneAssociateUserWithProjectPermission',
        'KeystoneRemoveProjectPermissionFromUser',
      ],
      [
        `/v3/domains/${domainId}`,
        '',
        'KeystoneAssociateGroupWithDomainPermission',
        'KeystoneRemoveDomainPermissionFromGroup',
        'KeystoneAssociateUserWithDomainPermission',
        'KeystoneRemoveDomainPermissionFromUser',
      ],
      [
        `/v3/OS-INHERIT/domains/${domainId}`,
        '/inherited_to_projects',
        'UpdateDomainGroupInheritRole',
        'DeleteDomainGroupInheritedRole',
        'KeystoneAssociateUserWithAllProjectsPermission',
        'KeystoneRemoveAllProjectsPermissionFromUser',
      ],
      [
        `/v3.0/OS-PERMISSION/enterprise-projects/${ep}`,
        '',
        'AssociateRoleToGroupOnEnterpriseProject',
        'RevokeRoleFromGroupOnEnterpriseProject',
        'AssociateRoleToUserOnEnterpriseProject',
        'RevokeRoleFromUserOnEnterpriseProject',
      ],
    ];
    for (const [place, ending, giveGroup, takeGroup, giveUser, takeUser] of places) {
      const group = `${place}/groups/${groupId}/roles/${role.id}${ending}`;
      await did(giveGroup, call('PUT', group));
      await did(takeGroup, call('DELETE', group));
      const user = `${place}/users/${userId}/roles/${role.id}${ending}`;
      await did(giveUser, call('PUT', user));
      await did(takeUser, call('DELETE', user));
    }
    await did('DeleteCustomPolicy', call('DELETE', `/v3.0/OS-ROLE/roles/${role.id}`));
  });

  it('was called: there is no operation that changes something and is not in this walk', () => {
    const changing = Object.keys(permissions)
      .filter(isOperation)
      .filter((operation) => leavesAuditEvent({ operation, family: 'workspace' }));
    assert.deepEqual(changing.filter((operation) => !done.has(operation)).toSorted(), elsewhere.toSorted());
  });
});
