import type { SampleCall } from '../sampleCall.js';
import { type BlockWriter, change, data, removal, resource } from './blocks.js';
import { type Argument, argumentsOf, fieldOf, textOf } from './hcl.js';

const iamUser = {
  name: 'name',
  description: 'description',
  email: 'email',
  areacode: 'country_code',
  phone: 'phone',
  password: 'password',
  enabled: 'enabled',
  access_mode: 'access_type',
};
const named = { name: 'name', description: 'description' };
const enterpriseProject = { ...named, type: 'type' };

/** What a call is about, by the name of the field of its path. */
const at = ({ pathValues }: SampleCall, name: string): string => textOf(pathValues[name]);

const fieldsOf = (
  { body }: SampleCall,
  name: string,
  names: Readonly<Record<string, string>>,
): readonly Argument[] => argumentsOf(fieldOf(body, name), names);

/** The document is text in Terraform. */
function roleArguments({ body }: SampleCall): readonly Argument[] {
  const role = fieldOf(body, 'role');
  const policy = fieldOf(role, 'policy');
  return [
    ...argumentsOf(role, { display_name: 'name', description: 'description', type: 'type' }),
    ['policy', policy === undefined ? undefined : JSON.stringify(policy)],
  ];
}

/** The scopes of roles of groups: what names the scope in the path, in Terraform, and in the id of the resource. */
const groupScopes = {
  project: { path: 'id', argument: 'project_id', kind: 'project' },
  domain: { path: 'domain_id', argument: 'domain_id', kind: 'domain' },
  enterprise: {
    path: 'enterprise_project_id',
    argument: 'enterprise_project_id',
    kind: 'enterprise_project',
  },
} as const;

const groupRole = 'identity_group_role_assignment';

function giveToGroup(scope: keyof typeof groupScopes): BlockWriter {
  const { path, argument } = groupScopes[scope];
  return (call) =>
    resource(groupRole, [
      ['group_id', at(call, 'group_id')],
      ['role_id', at(call, 'role_id')],
      [argument, at(call, path)],
    ]);
}

function takeFromGroup(scope: keyof typeof groupScopes): BlockWriter {
  const { path, kind } = groupScopes[scope];
  return (call) =>
    removal(groupRole, [`${at(call, 'group_id')}/${at(call, 'role_id')}/${at(call, path)}:${kind}`]);
}

/** Of IAM users, groups, projects, policies and what is given to whom. */
export const identityBlocks: Readonly<Record<string, BlockWriter>> = {
  KeystoneCreateUser: (call) => resource('identity_user', fieldsOf(call, 'user', iamUser)),
  CreateUser: (call) => resource('identity_user', fieldsOf(call, 'user', iamUser)),
  KeystoneUpdateUserByAdmin: (call) =>
    change('identity_user', [at(call, 'user_id')], fieldsOf(call, 'user', iamUser)),
  UpdateUser: (call) => change('identity_user', [at(call, 'user_id')], fieldsOf(call, 'user', iamUser)),
  KeystoneDeleteUser: (call) => removal('identity_user', [at(call, 'user_id')]),
  KeystoneListUsers: ({ query }) =>
    data('identity_users', argumentsOf(query, { name: 'name', enabled: 'enabled' })),
  KeystoneCreateGroup: (call) => resource('identity_group', fieldsOf(call, 'group', named)),
  KeystoneUpdateGroup: (call) =>
    change('identity_group', [at(call, 'group_id')], fieldsOf(call, 'group', named)),
  KeystoneDeleteGroup: (call) => removal('identity_group', [at(call, 'group_id')]),
  KeystoneShowGroup: (call) => data('identity_group', [['id', at(call, 'group_id')]]),
  KeystoneListUsersForGroupByAdmin: (call) => data('identity_group', [['id', at(call, 'group_id')]]),
  KeystoneAddUserToGroup: (call) =>
    resource('identity_group_membership', [
      ['group', at(call, 'group_id')],
      ['users', [at(call, 'user_id')]],
    ]),
  KeystoneCreateProject: (call) => resource('identity_project', fieldsOf(call, 'project', named)),
  KeystoneUpdateProject: (call) =>
    change('identity_project', [at(call, 'id')], fieldsOf(call, 'project', named)),
  KeystoneListProjects: ({ query }) => data('identity_projects', argumentsOf(query, { name: 'name' })),
  CreatePermanentAccessKey: ({ body }) =>
    fieldOf(fieldOf(body, 'credential'), 'user_id') === undefined
      ? undefined
      : resource(
          'identity_access_key',
          argumentsOf(fieldOf(body, 'credential'), { user_id: 'user_id', description: 'description' }),
        ),
  CreateCloudServiceCustomPolicy: (call) => resource('identity_role', roleArguments(call)),
  UpdateCloudServiceCustomPolicy: (call) =>
    change('identity_role', [at(call, 'role_id')], roleArguments(call)),
  DeleteCustomPolicy: (call) => removal('identity_role', [at(call, 'role_id')]),
  ShowCustomPolicy: (call) => data('identity_custom_role', [['id', at(call, 'role_id')]]),
  KeystoneAssociateGroupWithProjectPermission: giveToGroup('project'),
  KeystoneRemoveProjectPermissionFromGroup: takeFromGroup('project'),
  KeystoneAssociateGroupWithDomainPermission: giveToGroup('domain'),
  KeystoneRemoveDomainPermissionFromGroup: takeFromGroup('domain'),
  AssociateRoleToGroupOnEnterpriseProject: giveToGroup('enterprise'),
  RevokeRoleFromGroupOnEnterpriseProject: takeFromGroup('enterprise'),
  UpdateDomainGroupInheritRole: (call) =>
    resource(groupRole, [
      ['group_id', at(call, 'group_id')],
      ['role_id', at(call, 'role_id')],
      ['project_id', 'all'],
    ]),
  DeleteDomainGroupInheritedRole: (call) =>
    removal(groupRole, [`${at(call, 'group_id')}/${at(call, 'role_id')}/all:project`]),
  AssociateRoleToUserOnEnterpriseProject: (call) =>
    resource('identity_user_role_assignment', [
      ['user_id', at(call, 'user_id')],
      ['role_id', at(call, 'role_id')],
      ['enterprise_project_id', at(call, 'enterprise_project_id')],
    ]),
  RevokeRoleFromUserOnEnterpriseProject: (call) =>
    removal('identity_user_role_assignment', [
      `${at(call, 'user_id')}/${at(call, 'role_id')}/${at(call, 'enterprise_project_id')}`,
    ]),
  CreateEnterpriseProject: ({ body }) => resource('enterprise_project', argumentsOf(body, enterpriseProject)),
  UpdateEnterpriseProject: (call) =>
    change(
      'enterprise_project',
      [at(call, 'enterprise_project_id')],
      argumentsOf(call.body, enterpriseProject),
    ),
  EnableEnterpriseProject: (call) =>
    change(
      'enterprise_project',
      [at(call, 'enterprise_project_id')],
      [['enable', fieldOf(call.body, 'action') === 'enable']],
    ),
  ShowEnterpriseProject: (call) => data('enterprise_project', [['id', at(call, 'enterprise_project_id')]]),
  CreatePolicyV5: ({ body }) =>
    resource(
      'identity_policy',
      argumentsOf(body, {
        policy_name: 'name',
        description: 'description',
        path: 'path',
        policy_document: 'policy_document',
      }),
    ),
  DeletePolicyV5: (call) => removal('identity_policy', [at(call, 'policy_id')]),
  AttachUserPolicyV5: (call) => attached(call, 'user'),
  DetachUserPolicyV5: (call) => detached(call, 'user'),
  AttachGroupPolicyV5: (call) => attached(call, 'group'),
  DetachGroupPolicyV5: (call) => detached(call, 'group'),
};

const attached = (call: SampleCall, kind: 'user' | 'group'): string =>
  resource(`identityv5_policy_${kind}_attach`, [
    ['policy_id', at(call, 'policy_id')],
    [`${kind}_id`, fieldOf(call.body, `${kind}_id`)],
  ]);

const detached = (call: SampleCall, kind: 'user' | 'group'): string | undefined =>
  removal(`identityv5_policy_${kind}_attach`, [
    `${at(call, 'policy_id')}/${textOf(fieldOf(call.body, `${kind}_id`))}`,
  ]);
