import { anonymous, general, ownOnly, type Permission, unasked, unlessOwn } from './permission.js';

const ofUser = { changes: 'user' } as const;
const ofKey = { changes: 'access-key' } as const;

/** Accounts, projects, users, groups and credentials. */
export const identityPermissions = {
  KeystoneListVersions: unasked('list'),
  KeystoneShowVersion: unasked('read'),
  KeystoneCreateToken: anonymous('write'),
  KeystoneValidateToken: ownOnly('read', 'iam:tokens:validateToken'),
  KeystoneRevokeToken: ownOnly('write', 'iam:tokens:revokeToken'),
  Login: anonymous('write'),
  ShowSession: anonymous('read'),
  Logout: ownOnly('write', 'iam:tokens:revokeToken'),
  KeystoneListAuthCatalog: unasked('list'),
  KeystoneListAuthDomains: unasked('list'),
  KeystoneListAuthProjects: unasked('list'),
  KeystoneListRegions: unasked('list'),
  KeystoneListProjects: unasked('list'),
  KeystoneShowProject: unasked('read'),
  KeystoneCreateProject: general('write', 'iam:projects:createProject'),
  KeystoneUpdateProject: general('write', 'iam:projects:updateProject'),
  KeystoneListProjectsForUser: unlessOwn('list', 'iam:projects:listProjectsForUser'),
  KeystoneListDomains: general('list', 'iam:domains:listDomains'),
  KeystoneCreateDomain: general('write', 'iam:domains:createDomain'),
  KeystoneShowDomain: general('read', 'iam:domains:getDomain'),
  KeystoneUpdateDomain: general('write', 'iam:domains:updateDomain'),

  KeystoneListUsers: general('list', 'iam:users:listUsers'),
  KeystoneCreateUser: general('write', 'iam:users:createUser'),
  KeystoneShowUser: unlessOwn('read', 'iam:users:getUser'),
  KeystoneUpdateUserByAdmin: general('write', 'iam:users:updateUser', ofUser),
  KeystoneDeleteUser: general('write', 'iam:users:deleteUser', ofUser),
  KeystoneUpdateUserPassword: ownOnly('write', 'iam:users:updateUserPassword'),
  CreateUser: general('write', 'iam:users:createUser'),
  ShowUser: unlessOwn('read', 'iam:users:getUser'),
  UpdateUser: general('write', 'iam:users:updateUser', ofUser),
  UpdateUserInformation: unlessOwn('write', 'iam:users:updateUser', ofUser),

  KeystoneListGroups: general('list', 'iam:groups:listGroups'),
  KeystoneCreateGroup: general('write', 'iam:groups:createGroup'),
  KeystoneShowGroup: general('read', 'iam:groups:getGroup'),
  KeystoneUpdateGroup: general('write', 'iam:groups:updateGroup'),
  KeystoneDeleteGroup: general('write', 'iam:groups:deleteGroup', { changes: 'group' }),
  KeystoneAddUserToGroup: general('permission_management', 'iam:permissions:addUserToGroup', ofUser),
  KeystoneRemoveUserFromGroup: general(
    'permission_management',
    'iam:permissions:removeUserFromGroup',
    ofUser,
  ),
  KeystoneCheckUserInGroup: general('read', 'iam:permissions:checkUserInGroup'),
  KeystoneListUsersForGroupByAdmin: general('list', 'iam:users:listUsersForGroup'),
  KeystoneListGroupsForUser: unlessOwn('list', 'iam:groups:listGroupsForUser'),

  CreatePermanentAccessKey: unlessOwn('permission_management', 'iam:credentials:createCredential', ofUser),
  ListPermanentAccessKeys: unlessOwn('list', 'iam:credentials:listCredentials'),
  ShowPermanentAccessKey: unlessOwn('read', 'iam:credentials:getCredential'),
  UpdatePermanentAccessKey: unlessOwn('permission_management', 'iam:credentials:updateCredential', ofKey),
  DeletePermanentAccessKey: unlessOwn('permission_management', 'iam:credentials:deleteCredential', ofKey),
  CreateTemporaryAccessKeyByToken: anonymous('write'),
  DiagnoseSignature: ownOnly('read', 'iam:credentials:getCredential'),
  // What it answers lets one call as the key's user for a quarter of an hour.
  SignCall: ownOnly('write', 'iam:credentials:getCredential'),

  GetCallerIdentity: unasked('read'),
  DecodeAuthorizationMessage: general('write', 'sts::decodeAuthorizationMessage'),
  RotateAuthorizationMessageKey: general('write', 'sts::rotateAuthorizationMessageKey'),
  ShowAuthorizationDecision: unasked('read'),
  ShowOwnRights: unasked('read'),
} as const satisfies Record<string, Permission>;
