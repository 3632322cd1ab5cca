/** Differences from the published definitions that stay, under the reason why. */
export interface KnownDifferences {
  readonly reason: string;
  /** As `differencesOf` words them. */
  readonly differences: readonly string[];
}

/** All of them: a difference that is not here fails the test, and so does an entry that differs no more. */
export const knownDifferences: readonly KnownDifferences[] = [
  {
    reason: 'Lists of Keystone come in pages where a client asks for them, as Keystone itself has it.',
    differences: [
      'KeystoneListProjects query.limit: ours',
      'KeystoneListProjects query.marker: ours',
      'KeystoneListAuthProjects query.limit: ours',
      'KeystoneListAuthProjects query.marker: ours',
      'KeystoneListProjectsForUser query.limit: ours',
      'KeystoneListProjectsForUser query.marker: ours',
      'KeystoneListAuthDomains query.limit: ours',
      'KeystoneListAuthDomains query.marker: ours',
      'KeystoneListRegions query.limit: ours',
      'KeystoneListRegions query.marker: ours',
      'KeystoneListUsers query.limit: ours',
      'KeystoneListUsers query.marker: ours',
      'KeystoneListGroups query.limit: ours',
      'KeystoneListGroups query.marker: ours',
      'KeystoneListUsersForGroupByAdmin query.limit: ours',
      'KeystoneListUsersForGroupByAdmin query.marker: ours',
      'KeystoneListGroupsForUser query.limit: ours',
      'KeystoneListGroupsForUser query.marker: ours',
      'KeystoneListPermissions query.limit: ours',
      'KeystoneListPermissions query.marker: ours',
      'KeystoneListProjectPermissionsForGroup query.limit: ours',
      'KeystoneListProjectPermissionsForGroup query.marker: ours',
      'KeystoneListDomainPermissionsForGroup query.limit: ours',
      'KeystoneListDomainPermissionsForGroup query.marker: ours',
      'KeystoneListAllProjectPermissionsForGroup query.limit: ours',
      'KeystoneListAllProjectPermissionsForGroup query.marker: ours',
    ],
  },
  {
    reason:
      'A token is asked for by a password or by another token, with a scope or without, as all clients of Keystone do; what is in the scope is read by rules of its own.',
    differences: [
      'KeystoneCreateToken body.auth.identity.methods: minItems 1, published 2',
      'KeystoneCreateToken body.auth.identity.methods: maxItems 8, published 2',
      'KeystoneCreateToken body.auth.identity.password: not required here',
      'KeystoneCreateToken body.auth.identity.password.user.domain: not required here',
      'KeystoneCreateToken body.auth.identity.password.user.domain.name: not required here',
      'KeystoneCreateToken body.auth.identity.password.user.domain.name: minLength 1, published none',
      'KeystoneCreateToken body.auth.identity.password.user.name: not required here',
      'KeystoneCreateToken body.auth.identity.password.user.name: minLength 1, published none',
      'KeystoneCreateToken body.auth.scope: not required here',
      'KeystoneCreateToken body.auth.scope.domain: not taken',
      'KeystoneCreateToken body.auth.scope.project: not taken',
      'KeystoneCreateToken body.auth.identity.password.user.id: ours',
      'KeystoneCreateToken body.auth.identity.password.user.domain.id: ours',
      'KeystoneCreateToken body.auth.identity.token: ours',
      'KeystoneCreateToken body.auth.identity.token.id: ours',
    ],
  },
  {
    reason: 'Policies are read by the grammar of their language, which says more than a schema.',
    differences: [
      'CreateCloudServiceCustomPolicy body.role.policy.Statement: not taken',
      'CreateCloudServiceCustomPolicy body.role.policy.Version: not taken',
      'CreateTemporaryAccessKeyByToken body.auth.identity.policy.Statement: not taken',
      'CreateTemporaryAccessKeyByToken body.auth.identity.policy.Version: not taken',
    ],
  },
  {
    reason:
      'An e-mail address that a user has anyway can be given with the user, and that the password is to be changed; a project that can be disabled can be so by the same call.',
    differences: [
      'KeystoneUpdateProject body.project.enabled: ours',
      'KeystoneCreateUser body.user.email: ours',
      'KeystoneCreateUser body.user.pwd_status: ours',
      'KeystoneUpdateUserByAdmin body.user.email: ours',
    ],
  },
  {
    reason: 'It is only to be read: the name that the desktop has.',
    differences: [
      'CreateScheduledTasks body.apply_objects[].object_name: not taken',
      'UpdateScheduledTasks body.apply_objects[].object_name: not taken',
    ],
  },
  {
    reason: 'Left out, it is the caller or the project of the caller.',
    differences: [
      'KeystoneCreateProject body.project.parent_id: not required here',
      'CreatePermanentAccessKey body.credential.user_id: not required here',
    ],
  },
  {
    reason:
      'A temporary key is asked for by a token alone; the list may name further methods, which are refused by name.',
    differences: ['CreateTemporaryAccessKeyByToken body.auth.identity.methods: maxItems 4, published 1'],
  },
  {
    reason: 'An empty page, and an empty text as an id or a key, can mean nothing.',
    differences: [
      'KeystoneListGroups query.domain_id: minLength 1, published none',
      'KeystoneListGroups query.name: minLength 1, published none',
      'ListEnterpriseProject query.id: minLength 1, published none',
      'ListEnterpriseProject query.limit: minimum 1, published none',
      'CreateCloudServiceCustomPolicy body.role.display_name: minLength 1, published none',
      'ListCustomPolicies query.page: minimum 1, published none',
      'ListCustomPolicies query.per_page: minimum 1, published none',
      'KeystoneListPermissions query.page: minimum 1, published none',
      'KeystoneListPermissions query.per_page: minimum 1, published none',
      'CreatePermanentAccessKey body.credential.user_id: minLength 1, published none',
      'ListUsers query.user_name: minLength 1, published none',
      'ListUsers query.user_names: minItems 1, published none',
      'CreateDesktop body.nics[].subnet_id: minLength 1, published none',
      'ResizeDesktop body.product_id: minLength 1, published none',
      'CreateDesktop body.security_groups[].id: minLength 1, published none',
      'ShowResourceBindEnterpriseProject body.limit: minimum 1, published none',
      'ListDesktopsByTags body.tags[].key: minLength 1, published none',
      'ListDesktopsByTags body.tags_any[].key: minLength 1, published none',
      'ListDesktopsByTags body.not_tags[].key: minLength 1, published none',
      'ListDesktopsByTags body.not_tags_any[].key: minLength 1, published none',
      'ListDesktopByTags body.not_tags[].key: minLength 1, published none',
      'ListDesktopByTags body.not_tags_any[].key: minLength 1, published none',
      'ListDesktopByTags body.tags[].key: minLength 1, published none',
      'ListDesktopByTags body.tags_any[].key: minLength 1, published none',
      'DetachInstances body.desktop_ids: minItems 1, published none',
      'BatchRebuildDesktopsSystemDisk body.desktop_ids: minItems 1, published none',
      'ListTraces query.limit: minimum 1, published none',
    ],
  },
  {
    reason:
      'Clients send an empty text or list where they leave a field open; it counts as left out, or makes the field empty.',
    differences: [
      'CreateDesktopUser body.group_ids: minItems none, published 1',
      'UpdateUserInfo body.account_expires: minLength none, published 1',
      'UpdateUserInfo body.description: minLength none, published 1',
      'CreateDesktop body.ou_name: minLength none, published 1',
      'AttachInstances body.desktops[].attach_user_infos[].user_group: minLength none, published 1',
      'AttachInstances body.desktops[].attach_user_infos[].user_id: minLength none, published 1',
      'AttachInstances body.desktops[].computer_name: minLength none, published 1',
      'AttachInstances body.desktops[].user_id: minLength none, published 1',
      'BatchDetachInstances body.desktops[].detach_user_infos[].user_group: minLength none, published 1',
      'BatchDetachInstances body.desktops[].detach_user_infos[].user_id: minLength none, published 1',
      'ListTraces query.service_type: minLength none, published 1',
      'ListTraces query.user: minLength none, published 1',
      'ListTraces query.resource_name: minLength none, published 1',
      'ListTraces query.resource_type: minLength none, published 1',
      'ListTraces query.trace_id: minLength none, published 1',
      'ListTraces query.trace_name: minLength none, published 1',
    ],
  },
  {
    reason:
      'Too short a password is refused by the rule for passwords, with what would be right; an empty one counts as left out.',
    differences: ['CreateDesktopUser body.password: minLength none, published 8'],
  },
  {
    reason: 'Several can be named, as the official SDKs do it, which repeat the parameter.',
    differences: [
      'ListDesktops query.user_name: array, published string',
      'ListItaSubJobs query.status: array, published string',
    ],
  },
  {
    reason: 'Without what is to be done, and to what, a call means nothing and is refused by name.',
    differences: [
      'UpdateDesktop body.desktop: required here',
      'CheckEnterpriseId body.enterprise_id: required here',
      'UnlockWorkspace body.operate_type: required here',
      'UpdateTenantConfig body.function_config: required here',
      'UpdateTenantConfig body.function_config.status: required here',
      'UpdateAssistAuthMethodConfig body.otp_config_info: required here',
      'UpdateAssistAuthMethodConfig body.otp_config_info.enable: required here',
      'BatchDeleteOtpDevices body.otp_ids: required here',
      'BatchDeleteOtpDevices body.otp_ids: minItems 1, published none',
      'UpdateAssistAuthMethodConfig body.otp_config_info.apply_objects[].object_type: required here',
      'UpdateAssistAuthMethodConfig body.otp_config_info.apply_objects[].object_id: required here',
      'UpdateAssistAuthConfigApplyObjects body.add[].object_type: required here',
      'UpdateAssistAuthConfigApplyObjects body.add[].object_id: required here',
      'UpdateAssistAuthConfigApplyObjects body.delete[].object_type: required here',
      'UpdateAssistAuthConfigApplyObjects body.delete[].object_id: required here',
      'BatchDeleteDesktopNamePolicy body.policy_ids: required here',
      'BatchDeleteScheduledTasks body.task_ids: required here',
      'DeleteExportTasks body.task_ids: required here',
      'BatchChangeTags body.action: required here',
      'ListDesktopsByTags body.action: required here',
      'ListDesktopsByTags body.matches[].key: required here',
      'ListDesktopsByTags body.matches[].value: required here',
      'ListDesktopsByTags body.tags[].key: required here',
      'ListDesktopsByTags body.tags_any[].key: required here',
      'ListDesktopsByTags body.not_tags[].key: required here',
      'ListDesktopsByTags body.not_tags_any[].key: required here',
      'ListDesktopByTags body.action: required here',
      'ListDesktopByTags body.not_tags[].key: required here',
      'ListDesktopByTags body.not_tags_any[].key: required here',
      'ListDesktopByTags body.tags[].key: required here',
      'ListDesktopByTags body.tags_any[].key: required here',
      'AttachInstances body.desktops: required here',
      'AttachInstances body.desktops[].desktop_id: required here',
      'DetachInstances body.desktop_ids: required here',
      'BatchDetachInstances body.desktops: required here',
      'BatchDetachInstances body.desktops[].desktop_id: required here',
    ],
  },
  {
    reason: 'Desktops of nobody can be ordered by name; the kind of an image is known by the image.',
    differences: [
      'CreateDesktop body.desktops[].user_name: not required here',
      'CreateDesktop body.image_type: not required here',
    ],
  },
  {
    reason: 'What a task cannot do here is refused with the words for what it can.',
    differences: [
      'CreateScheduledTasks body.task_type: not "REBUILD"',
      'CreateScheduledTasks body.task_type: not "EXECUTE_SCRIPT"',
      'CreateScheduledTasks body.task_type: not "CREATE_SNAPSHOT"',
    ],
  },
  {
    reason: 'All kinds of traces are listed where none is named.',
    differences: ['ListTraces query.trace_type: not required here'],
  },
  {
    reason:
      "Deskplane's own, beside what is published: the VPC of a desktop, protection from deletion, the confirmed plan and name, a state and an id to look for.",
    differences: [
      'ListProducts query.status: ours',
      'ListVpcSubnets query.id: ours',
      'CreateDesktop body.vpc_id: ours',
      'CreateDesktop body.deletion_protection: ours',
      'UpdateDesktop body.desktop.deletion_protection: ours',
      'DeleteDesktop query.computer_name: ours',
      'DeleteDesktop header.if-match: ours',
      'BatchDeleteDesktops header.if-match: ours',
      'DeleteDesktopVolumes header.if-match: ours',
      'BatchDeleteDesktopSnapshot header.if-match: ours',
      'BatchRestoreDesktopSnapshot header.if-match: ours',
      'BatchRebuildDesktopsSystemDisk header.if-match: ours',
      'ListTraces query.request_id: ours',
    ],
  },
  {
    reason: 'The rule of a second factor is refused by the names of its parts.',
    differences: ['UpdateAssistAuthMethodConfig body.otp_config_info.apply_rule: not taken'],
  },
  {
    reason: 'A public address is refused as a whole, by the name of its object.',
    differences: [
      'CreateDesktop body.eip.bandwidth_size: not taken',
      'CreateDesktop body.eip.charge_mode: not taken',
      'CreateDesktop body.eip.id: not taken',
      'CreateDesktop body.eip.type: not taken',
    ],
  },
  {
    reason: 'A desktop has up to twenty tags, which do not fit into less.',
    differences: ['ListDesktopsDetail query.tag: maxLength 4000, published 255'],
  },
  {
    reason: 'What policies hide of a list is left out of it, so that it needs the right to each desktop.',
    differences: ['ListDesktopsConnectStatus level: desktop, published PROJECT'],
  },
  {
    reason:
      'A disk is judged by its desktop, so that whoever may not change that does not change its disks either.',
    differences: ['BatchModifyQosVolumes level: desktop, published PROJECT'],
  },
  {
    reason:
      'A call about more desktops than this takes too long for one transaction; it is refused, and nothing is done.',
    differences: ['DetachInstances body.desktop_ids: maxItems 100, published 2147483647'],
  },
  {
    reason: 'Any time is a time; markers are made here.',
    differences: [
      'ListTraces query.from: minimum 0, published 946656000000',
      'ListTraces query.from: maximum 8640000000000000, published 4102416000000',
      'ListTraces query.next: minLength none, published 10',
      'ListTraces query.to: minimum 0, published 946656000000',
      'ListTraces query.to: maximum 8640000000000000, published 4102416000000',
    ],
  },
  {
    reason:
      'A deletion of many desktops has as many entries as it has desktops, and all of them can be read.',
    differences: ['ListItaSubJobs query.offset: maximum 2147483647, published 10000'],
  },
  {
    reason: 'Security groups are looked for by one id here; names are matched by clients.',
    differences: [
      'ListSecurityGroupsV3 query.id: string, published array',
      'ListSecurityGroupsV3 query.name: not taken',
      'ListSecurityGroupsV3 query.description: not taken',
      'ListSecurityGroupsV3 query.enterprise_project_id: not taken',
    ],
  },
  {
    reason: 'Rules of security groups are looked for by one id of each kind.',
    differences: [
      'ListSecurityGroupRulesV3 query.id: string, published array',
      'ListSecurityGroupRulesV3 query.security_group_id: string, published array',
      'ListSecurityGroupRulesV3 query.remote_group_id: string, published array',
    ],
  },
  {
    reason:
      'The service chooses no range of addresses for a network, and takes the scope that clients of old versions send.',
    differences: ['CreateVpc body.vpc.cidr: required here', 'CreateSubnet body.subnet.scope: ours'],
  },
  {
    reason:
      'Nothing is called by an empty name or found by an empty id; priorities begin with 1, as published in words.',
    differences: [
      'CreateSubnet body.subnet.name: minLength 1, published none',
      'CreateSubnet body.subnet.vpc_id: minLength 1, published none',
      'CreateSecurityGroupV3 body.security_group.name: minLength 1, published none',
      'CreateSecurityGroupRuleV3 body.security_group_rule.priority: minimum 1, published none',
      'CreateSecurityGroupRuleV3 body.security_group_rule.security_group_id: minLength 1, published none',
      'CreateUserGroup body.group_name: minLength 1, published none',
      'ListUsersOfGroup query.user_name: minLength 1, published none',
    ],
  },
  {
    reason: 'Without a file there is nobody to create.',
    differences: ['ImportUserList body.file: required here'],
  },
  {
    reason: 'A user may be in no group, and have no password yet; a description may be taken away again.',
    differences: [
      'BatchCreateUsers body.users[].group_ids: minItems none, published 1',
      'BatchCreateUsers body.users[].password: minLength none, published 8',
      'UpdateUserGroup body.description: minLength none, published 1',
    ],
  },
  {
    reason: 'The Terraform provider takes no other answer for a success.',
    differences: ['RunActionsOnGroup answers: 204, published 200'],
  },
  {
    reason: 'Names of groups, which are longer than those of users, stand in the same field.',
    differences: [
      'AttachInstances body.desktops[].attach_user_infos[].user_name: maxLength 64, published 32',
    ],
  },
  {
    reason:
      'A deletion of nothing would be a job that tells of nothing; the text of the API says which disks.',
    differences: [
      'DeleteDesktopVolumes body.volume_ids: required here',
      'BatchDeleteDesktopSnapshot body.snapshot_ids: required here',
      'BatchRestoreDesktopSnapshot body.snapshot_ids: required here',
      'BatchCreateDesktopSnapshot body.desktop_ids: required here',
      'BatchCreateDesktopSnapshot body.disk_type: required here',
    ],
  },
  {
    reason: 'A snapshot with an empty name could not be named; left out, it gets one.',
    differences: [
      'BatchCreateDesktopSnapshot body.data_disk_snapshot.name: minLength 1, published none',
      'BatchCreateDesktopSnapshot body.system_disk_snapshot.name: minLength 1, published none',
    ],
  },
  {
    reason: 'Without these a call says nothing of what is to be added or to grow, or to which size.',
    differences: [
      'AddVolumes body.desktop_volumes[].desktop_id: required here',
      'AddVolumes body.desktop_volumes[].volumes: required here',
      'ExpandVolumes body.desktop_volumes_expansion[].desktop_id: required here',
      'ExpandVolumes body.desktop_volumes_expansion[].new_size: required here',
      'ExpandVolumes body.desktop_volumes_expansion[].volume_id: required here',
      'ExpandDesktopVolume body.new_size: required here',
      'ExpandDesktopVolume body.new_size: minimum 10, published none',
      'BatchModifyQosVolumes body.qos.iops: minimum 1, published none',
      'BatchModifyQosVolumes body.qos.throughput: minimum 1, published none',
    ],
  },
  {
    reason: 'Terraform and older clients send the lists under names of their own.',
    differences: [
      'AddVolumes body.addDesktopVolumesReq: ours',
      'AddVolumes body.addDesktopVolumesReq[].desktop_id: ours',
      'AddVolumes body.addDesktopVolumesReq[].volumes: ours',
      'AddVolumes body.addDesktopVolumesReq[].volumes[].type: ours',
      'AddVolumes body.addDesktopVolumesReq[].volumes[].size: ours',
      'AddVolumes body.addDesktopVolumesReq[].volumes[].iops: ours',
      'AddVolumes body.addDesktopVolumesReq[].volumes[].throughput: ours',
      'AddVolumes body.addDesktopVolumesReq[].volumes[].kms_id: ours',
      'ExpandVolumes body.expandVolumesReq: ours',
      'ExpandVolumes body.expandVolumesReq[].desktop_id: ours',
      'ExpandVolumes body.expandVolumesReq[].volume_id: ours',
      'ExpandVolumes body.expandVolumesReq[].new_size: ours',
    ],
  },
  {
    reason: 'A change or a question names each of its desktops; it is answered in one way.',
    differences: [
      'CheckSysprepInfo body.desktop_ids: required here',
      'ResizeDesktop body.desktops[].desktop_id: required here',
      'ResizeDesktop answers: 200, published 200, 202',
      'SendNotifications body.desktop_ids: required here',
      'SendNotifications body.notifications: required here',
      'SendNotifications body.desktop_ids: minItems 1, published none',
      'SendNotifications body.notifications: minLength 1, published none',
      'SetMaintenanceMode body.desktop_ids: required here',
      'SetMaintenanceMode body.desktop_ids: minItems 1, published none',
      'SetMaintenanceMode body.in_maintenance_mode: required here',
    ],
  },
];
