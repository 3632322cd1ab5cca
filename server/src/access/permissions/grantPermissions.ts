import { type Changed, general, type Permission, unasked } from './permission.js';

const manage = (action: string, changes: Changed = 'nobody'): Permission =>
  general('permission_management', `iam:${action}`, { changes });
const list = (action: string): Permission => general('list', `iam:${action}`);
const read = (action: string): Permission => general('read', `iam:${action}`);

/**
 * Policies of both kinds, and who has which. What a group has is not the account root's, also when the root is in the group:
 * no policy gives or takes it anything.
 */
export const grantPermissions = {
  CreateCloudServiceCustomPolicy: manage('roles:createRole'),
  ListCustomPolicies: list('roles:listRoles'),
  ShowCustomPolicy: read('roles:getRole'),
  UpdateCloudServiceCustomPolicy: manage('roles:updateRole', 'policy'),
  DeleteCustomPolicy: manage('roles:deleteRole', 'policy'),
  KeystoneListPermissions: list('roles:listRoles'),
  KeystoneShowPermission: read('roles:getRole'),

  KeystoneAssociateGroupWithProjectPermission: manage('permissions:grantRoleToGroupOnProject'),
  KeystoneCheckProjectPermissionForGroup: read('permissions:checkRoleForGroupOnProject'),
  KeystoneRemoveProjectPermissionFromGroup: manage('permissions:revokeRoleFromGroupOnProject'),
  KeystoneListProjectPermissionsForGroup: list('permissions:listRolesForGroupOnProject'),
  KeystoneAssociateUserWithProjectPermission: manage('permissions:grantRoleToUserOnProject', 'user'),
  KeystoneCheckProjectPermissionForUser: read('permissions:checkRoleForUserOnProject'),
  KeystoneRemoveProjectPermissionFromUser: manage('permissions:revokeRoleFromUserOnProject', 'user'),
  KeystoneListProjectPermissionsForUser: list('permissions:listRolesForUserOnProject'),
  KeystoneAssociateGroupWithDomainPermission: manage('permissions:grantRoleToGroupOnDomain'),
  KeystoneCheckDomainPermissionForGroup: read('permissions:checkRoleForGroupOnDomain'),
  KeystoneRemoveDomainPermissionFromGroup: manage('permissions:revokeRoleFromGroupOnDomain'),
  KeystoneListDomainPermissionsForGroup: list('permissions:listRolesForGroupOnDomain'),
  KeystoneAssociateUserWithDomainPermission: manage('permissions:grantRoleToUserOnDomain', 'user'),
  KeystoneCheckDomainPermissionForUser: read('permissions:checkRoleForUserOnDomain'),
  KeystoneRemoveDomainPermissionFromUser: manage('permissions:revokeRoleFromUserOnDomain', 'user'),
  KeystoneListDomainPermissionsForUser: list('permissions:listRolesForUserOnDomain'),
  UpdateDomainGroupInheritRole: manage('permissions:grantRoleToGroup'),
  KeystoneCheckroleForGroup: read('permissions:checkRoleForGroup'),
  DeleteDomainGroupInheritedRole: manage('permissions:revokeRoleFromGroup'),
  KeystoneListAllProjectPermissionsForGroup: list('permissions:listRolesForGroup'),
  KeystoneAssociateUserWithAllProjectsPermission: manage('permissions:grantRoleToUser', 'user'),
  KeystoneCheckAllProjectsPermissionForUser: read('permissions:checkRoleForUser'),
  KeystoneRemoveAllProjectsPermissionFromUser: manage('permissions:revokeRoleFromUser', 'user'),
  KeystoneListAllProjectsPermissionsForUser: list('permissions:listRolesForUser'),
  AssociateRoleToGroupOnEnterpriseProject: manage('permissions:grantRoleToGroupOnEnterpriseProject'),
  RevokeRoleFromGroupOnEnterpriseProject: manage('permissions:revokeRoleFromGroupOnEnterpriseProject'),
  ListRolesForGroupOnEnterpriseProject: list('permissions:listRolesForGroupOnEnterpriseProject'),
  AssociateRoleToUserOnEnterpriseProject: manage('permissions:grantRoleToUserOnEnterpriseProject', 'user'),
  RevokeRoleFromUserOnEnterpriseProject: manage('permissions:revokeRoleFromUserOnEnterpriseProject', 'user'),
  ListRolesForUserOnEnterpriseProject: list('permissions:listRolesForUserOnEnterpriseProject'),
  KeystoneListRoleAssignments: list('permissions:listRoleAssignments'),
  ShowDomainRoleAssignments: list('permissions:listRoleAssignments'),
  ListGroupsForEnterpriseProject: list('permissions:listGroupsOnEnterpriseProject'),
  ListUsersForEnterpriseProject: list('permissions:listUsersForEnterpriseProject'),
  ListEnterpriseProjectsForGroup: list('permissions:listEnterpriseProjectsForGroup'),
  ListEnterpriseProjectsForUser: list('permissions:listEnterpriseProjectsForUser'),

  CheckPolicyDocument: unasked('read'),
  ListPoliciesV5: list('policies:listV5'),
  CreatePolicyV5: manage('policies:createV5'),
  GetPolicyV5: read('policies:getV5'),
  UpdatePolicyV5: manage('policies:updateV5', 'policy'),
  DeletePolicyV5: manage('policies:deleteV5', 'policy'),
  ListPolicyVersionsV5: list('policies:listVersionsV5'),
  CreatePolicyVersionV5: {
    ...manage('policies:createVersionV5', 'policy'),
    effects: ['iam:policies:setDefaultVersionV5'],
  },
  GetPolicyVersionV5: read('policies:getVersionV5'),
  DeletePolicyVersionV5: manage('policies:deleteVersionV5', 'policy'),
  SetDefaultPolicyVersionV5: manage('policies:setDefaultVersionV5', 'policy'),
  AttachUserPolicyV5: manage('users:attachPolicyV5', 'user'),
  DetachUserPolicyV5: manage('users:detachPolicyV5', 'user'),
  AttachGroupPolicyV5: manage('groups:attachPolicyV5'),
  DetachGroupPolicyV5: manage('groups:detachPolicyV5'),
  ListAttachedUserPoliciesV5: list('users:listAttachedPoliciesV5'),
  ListAttachedGroupPoliciesV5: list('groups:listAttachedPoliciesV5'),
  ListEntitiesForPolicyV5: list('policies:listEntitiesV5'),
} as const satisfies Record<string, Permission>;
