import type { FieldTexts } from './fieldText.js';

/** The service itself and what it may hold. */
export const serviceFields: FieldTexts = {
  'ApplyWorkspace.vpc_id': [
    'A VPC of the project. Left out: a network is made for the service.',
    '项目的VPC。不填则为服务新建网络。',
  ],
  'ApplyWorkspace.subnet_ids': [
    'Subnets of the VPC that desktops can be put into. Left out: all that it has.',
    '桌面可使用的该VPC的子网。不填则为其全部子网。',
  ],
  'ApplyWorkspace.enterprise_id': [
    'What users of desktops name to sign in: letters, digits, _ and -; no two services of an installation have the same, in whatever case.',
    '桌面用户登录时填写的企业ID，由字母、数字、_和-组成，在本安装内唯一，不区分大小写。',
  ],
  'UpdateWorkspace.enterprise_id': [
    'What users of desktops name to sign in: letters, digits, _ and -; no two services of an installation have the same, in whatever case.',
    '桌面用户登录时填写的企业ID，由字母、数字、_和-组成，在本安装内唯一，不区分大小写。',
  ],
  'ApplyWorkspace.ad_domains.domain_type': [
    'LITE_AS: the users are kept by the service, which has no other directory.',
    'LITE_AS：用户由本服务管理；不支持其他目录。',
  ],
  'ApplyWorkspace.subnet_ids.subnet_id': ['A subnet of the VPC.', '该VPC的子网。'],
  'UpdateWorkspace.internet_access_port': [
    'The port at which users reach the service. It cannot be changed: any other is refused.',
    '用户访问服务的端口。不能修改：其他端口会被拒绝。',
  ],
  'UpdateAssistAuthMethodConfig.otp_config_info': ['The second factor.', '辅助认证。'],
  'UpdateTenantConfig.function_config': ['What is switched, and how.', '要开关的功能及其状态。'],
  'function_config.id': ['The same as the name. One of both is enough.', '与名称相同，两者给出其一即可。'],
  'function_config.name': ['What is switched: protect_new_desktops.', '功能名称：protect_new_desktops。'],
  'function_config.status': ['ON or OFF.', 'ON（开启）或OFF（关闭）。'],
  'UpdateTenantConfig.values.key': [
    'None: nothing that can be switched has further settings.',
    '无：可开关的功能没有其他配置项。',
  ],
  'UpdateTenantConfig.values.value': ['None, as of the key.', '无，同上。'],
  operate_type: ['unlock, in any case.', 'unlock，不区分大小写。'],
  lock_reason: ['Why it is locked.', '锁定原因。'],
  'otp_config_info.enable': ['Whether the second factor is asked for.', '是否启用辅助认证。'],
  'otp_config_info.apply_objects': [
    'Of whom it is asked from now on, and of nobody else; empty: of everybody.',
    '此后辅助认证的全部应用对象；为空则应用于所有用户。',
  ],
  'UpdateAssistAuthConfigApplyObjects.add': ['Of whom it is asked as well.', '增加的应用对象。'],
  'UpdateAssistAuthConfigApplyObjects.delete': ['Of whom it is asked no longer.', '移除的应用对象。'],
  ...applyObject('UpdateAssistAuthMethodConfig.apply_objects'),
  ...applyObject('UpdateAssistAuthConfigApplyObjects.add'),
  ...applyObject('UpdateAssistAuthConfigApplyObjects.delete'),
  subject_id: ['The project that it is about.', '所设置的项目的ID。'],
  'UpdateProjectQuotas.resources': ['What is set; the others stay as they are.', '要设置的配额，其余不变。'],
  'UpdateProjectQuotas.resources.type': [
    'What is limited: general_instances are desktops, Memory is in MB.',
    '配额类型：general_instances为桌面数，Memory的单位为MB。',
  ],
  'UpdateProjectQuotas.resources.quota': [
    'How much there may be; null: the usual amount again.',
    '配额数量；null表示恢复默认值。',
  ],
  'MigrateResource.resource_type': ['Kind of what is moved.', '要迁移的资源类型。'],
  'MigrateResource.resource_id': ['The desktop.', '桌面ID。'],
  'MigrateResource.project_id': [
    'The project that the desktop is in. Left out: whichever of the account.',
    '桌面所在的项目。不填则在账号的全部项目中查找。',
  ],
  'MigrateResource.region_id': ['The region of this service.', '本服务的区域。'],
  'MigrateResource.associated': [
    'Whether what belongs to it goes with it. It does in any case.',
    '是否迁移关联资源；其关联资源始终随之迁移。',
  ],
};

/** What is said of a user or a group that the second factor is asked of. @param place of the list */
function applyObject(place: string): FieldTexts {
  return {
    [`${place}.object_type`]: ['A user, or a user group.', '用户或用户组。'],
    [`${place}.object_id`]: ['ID of the desktop user, or of the user group.', '桌面用户ID或用户组ID。'],
    [`${place}.object_name`]: [
      'Its name. Where it is given it must be right.',
      '名称。填写时必须与该ID一致。',
    ],
  };
}
