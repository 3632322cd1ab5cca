import type { Operation } from '../../../access/permissions/table.js';
import type { Scope, Subject } from '../policies/policy.js';

/** One of the places that roles are assigned for, as the paths and names of its calls spell it. */
export interface AssignmentPlace {
  /** The path up to the user or group. */
  readonly path: string;
  /** The name of the path's id. */
  readonly parameter: string;
  /** What the path ends with. */
  readonly ending: string;
  readonly described: string;
  readonly scopeOf: (id: string) => Scope;
  readonly operations: Readonly<Record<Subject['kind'], AssignmentOperations>>;
}

export interface AssignmentOperations {
  readonly assign: Operation;
  /** Whether a single assignment is there (HEAD); undefined: cannot be asked. */
  readonly check?: Operation;
  readonly revoke: Operation;
  readonly list: Operation;
}

/** The places, with the operations' names of the real service; calls for single users on projects and accounts are Keystone's. */
export const assignmentPlaces: readonly AssignmentPlace[] = [
  {
    path: '/v3/projects/:id',
    parameter: 'id',
    ending: '',
    described: 'for a project',
    scopeOf: (id) => ({ kind: 'project', id }),
    operations: {
      group: {
        assign: 'KeystoneAssociateGroupWithProjectPermission',
        check: 'KeystoneCheckProjectPermissionForGroup',
        revoke: 'KeystoneRemoveProjectPermissionFromGroup',
        list: 'KeystoneListProjectPermissionsForGroup',
      },
      user: userOperations('Project'),
    },
  },
  {
    path: '/v3/domains/:domain_id',
    parameter: 'domain_id',
    ending: '',
    described: 'for what concerns the account as a whole',
    scopeOf: () => ({ kind: 'domain' }),
    operations: {
      group: {
        assign: 'KeystoneAssociateGroupWithDomainPermission',
        check: 'KeystoneCheckDomainPermissionForGroup',
        revoke: 'KeystoneRemoveDomainPermissionFromGroup',
        list: 'KeystoneListDomainPermissionsForGroup',
      },
      user: userOperations('Domain'),
    },
  },
  {
    path: '/v3/OS-INHERIT/domains/:domain_id',
    parameter: 'domain_id',
    ending: '/inherited_to_projects',
    described: 'for all projects and the account as a whole',
    scopeOf: () => ({ kind: 'everywhere' }),
    operations: {
      group: {
        assign: 'UpdateDomainGroupInheritRole',
        check: 'KeystoneCheckroleForGroup',
        revoke: 'DeleteDomainGroupInheritedRole',
        list: 'KeystoneListAllProjectPermissionsForGroup',
      },
      user: userOperations('AllProjects'),
    },
  },
  {
    path: '/v3.0/OS-PERMISSION/enterprise-projects/:enterprise_project_id',
    parameter: 'enterprise_project_id',
    ending: '',
    described: 'for an enterprise project',
    scopeOf: (id) => ({ kind: 'enterprise-project', id }),
    operations: {
      group: {
        assign: 'AssociateRoleToGroupOnEnterpriseProject',
        revoke: 'RevokeRoleFromGroupOnEnterpriseProject',
        list: 'ListRolesForGroupOnEnterpriseProject',
      },
      user: {
        assign: 'AssociateRoleToUserOnEnterpriseProject',
        revoke: 'RevokeRoleFromUserOnEnterpriseProject',
        list: 'ListRolesForUserOnEnterpriseProject',
      },
    },
  },
];

function userOperations(place: 'Project' | 'Domain' | 'AllProjects'): AssignmentOperations {
  return {
    assign: `KeystoneAssociateUserWith${place}Permission`,
    check: `KeystoneCheck${place}PermissionForUser`,
    revoke: `KeystoneRemove${place}PermissionFromUser`,
    list: `KeystoneList${place}PermissionsForUser`,
  };
}
