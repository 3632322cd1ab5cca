import type { FieldTexts } from './fieldText.js';

/** Policies, roles, to whom they are given, and what they come out at. */
export const rightsFields: FieldTexts = {
  policy_id: ['Identity policy ID.', '身份策略ID。'],
  version_id: ['Version of the policy: v1, v2 …', '策略的版本：v1、v2…'],
  role_id: ['ID of the role or custom policy.', '角色或自定义策略的ID。'],
  policy_name: [
    'Name of the policy, unique in the account: letters, digits and _ + = . @ -',
    '策略名称，在账号内唯一：字母、数字和_ + = . @ -',
  ],
  set_as_default: [
    'Whether this version counts from now on. Omitted: false.',
    '是否立即以此版本为准。省略则为false。',
  ],
  role: ['The custom policy.', '自定义策略。'],
  display_name: ['Name of the policy, unique in the account.', '策略名称，在账号内唯一。'],
  description_cn: ['The description in Chinese.', '中文描述。'],
  'query.display_name': ['Only with this display name.', '仅该显示名称的。'],
  'query.catalog': [
    'Only of this service, for instance Workspace; CUSTOMED: custom policies.',
    '仅该服务的，例如Workspace；CUSTOMED为自定义策略。',
  ],
  'KeystoneListPermissions.query.type': [
    'Where it can be given: domain (account), project, or all.',
    '可授权的范围：domain（账号）、project（项目）或all。',
  ],
  'query.permission_type': ['policy: system policies; role: roles.', 'policy：系统策略；role：系统角色。'],
  'query.policy_type': [
    'custom: of the account; system: came with the service.',
    'custom：账号自己的；system：服务自带的。',
  ],
  'query.only_attached': ['Only what is attached to somebody.', '仅已附加给用户或用户组的。'],
  'query.entity_type': ['Only users, groups or agencies.', '仅用户、用户组或委托。'],
  'query.role_id': ['Only assignments of this role.', '仅该角色的授予。'],
  'query.subject': ['Only to users, groups or agencies.', '仅授予用户、用户组或委托的。'],
  'query.subject.user_id': ['Only to this user.', '仅授予该用户的。'],
  'query.subject.group_id': ['Only to this group.', '仅授予该用户组的。'],
  'query.subject.agency_id': ['Only to this agency.', '仅授予该委托的。'],
  'query.scope': [
    'Only for projects, for the account, or for enterprise projects.',
    '仅项目、账号或企业项目范围的。',
  ],
  'query.scope.project_id': ['Only for this project.', '仅该项目范围的。'],
  'query.scope.domain_id': ['Only for this account.', '仅该账号范围的。'],
  'query.scope.enterprise_projects_id': ['Only for this enterprise project.', '仅该企业项目范围的。'],
  'query.is_inherited': [
    'With a scope of the account: true finds what counts in all of its projects.',
    '范围为账号时：true表示查询对全部项目生效的授予。',
  ],
  'query.include_group': [
    'Whether what users have through their groups is found as well. Omitted: true.',
    '是否包含用户通过用户组获得的授予。省略则为true。',
  ],
  'query.user.id': ['Only to this user.', '仅授予该用户的。'],
  'query.group.id': ['Only to this group.', '仅授予该用户组的。'],
  'query.role.id': ['Only of this role.', '仅该角色的。'],
  'query.scope.project.id': ['Only for this project.', '仅该项目范围的。'],
  'query.scope.domain.id': ['Only for this account.', '仅该账号范围的。'],
  'query.scope.OS-INHERIT:inherited_to': [
    'projects: only what counts in all projects.',
    'projects：仅对全部项目生效的。',
  ],
  'ShowAuthorizationDecision.user_id': [
    'IAM user who is asked about. Or user_name.',
    '所查询的IAM用户ID。或使用user_name。',
  ],
  'ShowAuthorizationDecision.user_name': [
    'Name of the IAM user who is asked about. Or user_id.',
    '所查询的IAM用户名。或使用user_id。',
  ],
  resource: ['What the call would be about.', '调用所针对的资源。'],
  'resource.type': ['desktop, or user for a desktop user.', 'desktop为桌面，user为桌面用户。'],
  'resource.id': ['ID of the desktop or desktop user.', '桌面或桌面用户的ID。'],
  'ShowAuthorizationDecision.enterprise_project_id': [
    'Enterprise project that the call would be for.',
    '调用将针对的企业项目。',
  ],
};
