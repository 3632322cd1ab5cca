import type { FieldTexts } from './fieldText.js';

/** Accounts, projects, IAM users, groups and what proves who calls. */
export const identityFields: FieldTexts = {
  domain_id: ['Account ID.', '账号ID。'],
  group_id: ['IAM group ID.', '用户组ID。'],
  user_id: ['IAM user ID.', 'IAM用户ID。'],
  enterprise_project_id: [
    'Enterprise project ID. Omitted: 0, which is called default.',
    '企业项目ID，省略则为0（名为default）。',
  ],
  'enterprise-projects.enterprise_project_id': ['Enterprise project ID.', '企业项目ID。'],
  access_key: ['Access key (AK).', '访问密钥ID（AK）。'],
  'projects.id': ['Project ID.', '项目ID。'],
  'query.domain_id': [
    'Only of this account; one can see one’s own alone.',
    '仅该账号的，只能查看自己的账号。',
  ],
  'ShowDomainRoleAssignments.query.domain_id': ['The account: one’s own.', '账号ID，只能为自己的账号。'],
  'query.parent_id': [
    'Only projects below this one: the account, or the project of a region.',
    '仅该上级之下的项目：账号，或区域的项目。',
  ],
  'query.is_domain': [
    'true finds nothing: no project is an account.',
    '为true时查不到任何内容：项目不是账号。',
  ],
  'query.enabled': [
    'true: only enabled ones; false: only disabled ones.',
    'true：仅启用的；false：仅停用的。',
  ],
  'query.name': ['Only the one of this name, whole.', '仅该名称的，须完整匹配。'],
  'ListEnterpriseProject.query.type': [
    'Only of this kind: prod, or poc for a test project.',
    '仅该类型的：prod，测试项目为poc。',
  ],
  'KeystoneCreateProject.project.domain_id': [
    'The account of the project: one’s own.',
    '项目所属账号，只能为自己的账号。',
  ],
  'user.domain_id': ['The account of the user: one’s own.', '用户所属账号，只能为自己的账号。'],
  'group.domain_id': ['The account of the group: one’s own.', '用户组所属账号，只能为自己的账号。'],
  parent_id: [
    'What the project is below: the account, or the project of its region.',
    '项目的上级：账号，或其区域的项目。',
  ],
  project: ['The project.', '项目。'],
  domain: ['The account.', '账号。'],
  user: ['The user.', '用户。'],
  group: ['The group.', '用户组。'],
  credential: ['The access key.', '访问密钥。'],
  description: ['For people; the service makes nothing of it.', '供人阅读的说明。'],
  'domain.name': ['Name of the account, unique in the service.', '账号名称，在本服务内唯一。'],
  'domain.id': ['Account ID. Or name.', '账号ID。或使用name。'],
  'user.name': ['Name of the user, unique in the account.', '用户名，在账号内唯一。'],
  'user.id': ['User ID. Or name together with domain.', '用户ID。或使用name与domain。'],
  'user.domain': ['Account of the user; needed with name.', '用户所属账号，使用name时必填。'],
  'group.name': ['Name of the group, unique in the account.', '用户组名称，在账号内唯一。'],
  'project.name': ['Name of the project. Or id.', '项目名称。或使用id。'],
  'project.id': ['Project ID. Or name.', '项目ID。或使用name。'],
  'project.domain': [
    'Account of the project, where its name is given. Omitted: that of the user.',
    '使用项目名称时，项目所属账号。省略则为用户的账号。',
  ],
  'root_user.name': ['Name of the user. Omitted: that of the account.', '用户名，省略则与账号同名。'],
  root_user: ['The user who may do everything in the account.', '可在账号内执行所有操作的用户。'],
  'domain.enabled': [
    'Whether its users may sign in and call; those of a new one may unless this is false.',
    '其用户能否登录和调用；新账号默认可以。',
  ],
  'user.enabled': [
    'Whether the user may sign in and call; a new one may unless this is false.',
    '用户能否登录和调用；新用户默认可以。',
  ],
  'user.pwd_status': [
    'Whether the user has to choose another password before anything else in the console. Choosing one ends it.',
    '用户在控制台进行其他操作之前是否必须修改密码。修改后即解除。',
  ],
  'user.password': [
    '8 to 32 characters of at least two kinds: small letters, capitals, digits, others. Without a password a user cannot sign in.',
    '8到32个字符，至少含小写字母、大写字母、数字、其他字符中的两种。没有密码的用户不能登录。',
  ],
  'root_user.password': [
    '8 to 32 characters of at least two kinds: small letters, capitals, digits, others. Omitted: made, and answered once.',
    '8到32个字符，至少含小写字母、大写字母、数字、其他字符中的两种。省略则自动生成，仅返回一次。',
  ],
  'KeystoneCreateToken.user.password': ['Password of the user.', '用户的密码。'],
  'KeystoneUpdateUserPassword.user.password': [
    'The new one: 8 to 32 characters of at least two kinds: small letters, capitals, digits, others.',
    '新密码：8到32个字符，至少含小写字母、大写字母、数字、其他字符中的两种。',
  ],
  original_password: ['The password so far.', '原密码。'],
  email: ['Mail address; empty: none.', '邮箱地址，为空则没有。'],
  areacode: [
    'Country code of the phone, for instance 0086. Both or neither.',
    '手机号的国家码，例如0086。须与手机号同时给出。',
  ],
  phone: [
    'Mobile number, digits alone. With areacode, or neither.',
    '手机号，仅数字。须与areacode同时给出。',
  ],
  mobile: [
    'Country code and mobile number, for instance 0086-13800000000.',
    '国家码和手机号，例如0086-13800000000。',
  ],
  access_mode: [
    'default: console and API; programmatic: API alone; console: console alone.',
    'default：控制台和API；programmatic：仅API；console：仅控制台。',
  ],
  'CreateEnterpriseProject.name': [
    'Name of the enterprise project, unique in the account.',
    '企业项目名称，在账号内唯一。',
  ],
  'UpdateEnterpriseProject.name': [
    'Name of the enterprise project, unique in the account.',
    '企业项目名称，在账号内唯一。',
  ],
  'CreateEnterpriseProject.type': [
    'prod, or poc for a test project. Omitted: prod.',
    'prod，测试项目为poc。省略则为prod。',
  ],
  resource_types: [
    'Kinds of resources. Of all that there are, workspace-desktop has entries here.',
    '资源类型。此处仅workspace-desktop有资源。',
  ],
  'ShowResourceBindEnterpriseProject.projects': ['Only of these projects.', '仅这些项目的。'],
  'UpdateEnterpriseProject.type': ['prod, or poc for a test project.', 'prod，或测试项目poc。'],
  'EnableEnterpriseProject.action': ['enable, or disable.', 'enable：启用；disable：停用。'],
  'credential.status': ['inactive: what the key signs is refused.', 'inactive：使用该密钥签名的请求被拒绝。'],
  auth: ['How to sign in, and for what.', '认证方式和范围。'],
  identity: ['Who signs in.', '认证信息。'],
  methods: ['password or token: one of them.', 'password或token，只能有一个。'],
  'CreateTemporaryAccessKeyByToken.identity.methods': ['token alone.', '只能为token。'],
  'identity.password': ['For the method password.', '用于password方式。'],
  'identity.token': ['For the method token.', '用于token方式。'],
  'token.id': ['A token that is good still.', '仍然有效的token。'],
  duration_seconds: [
    'How long the key is good, in seconds: 15 minutes to 24 hours.',
    '密钥的有效时长，单位秒：15分钟到24小时。',
  ],
  'auth.scope': [
    'What the token is for: a project or the account. Omitted: the account of the user.',
    'token的范围：项目或账号。省略则为用户的账号。',
  ],
  'scope.project': ['For the calls of one project.', '用于某个项目的调用。'],
  'scope.domain': ['For the calls of the account, as those of IAM.', '用于账号的调用，例如IAM。'],
  unscoped: ['For no project and no account.', '不限定项目和账号。'],
  system: ['Refused: a token is for a project or an account.', '不支持：token只能用于项目或账号。'],
  'OS-TRUST:trust': ['Refused: a token is for a project or an account.', '不支持：token只能用于项目或账号。'],
  'Login.account': ['Name of the account.', '账号名称。'],
  'Login.user': ['Name of the IAM user.', 'IAM用户名。'],
  'Login.password': ['Password of the IAM user.', 'IAM用户的密码。'],
  'SignCall.method': ['Method of the call.', '调用的方法。'],
  'SignCall.url': ['Whole address of the call, with its query.', '调用的完整地址，含查询参数。'],
  'SignCall.body': [
    'Body of the call, exactly as it will be sent.',
    '调用的请求体，须与实际发送的完全一致。',
  ],
};
