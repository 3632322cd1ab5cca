import type { Answer, OperationName } from '../api/operations';
import { useRead } from '../api/queries';

type Assignment = Answer<'ShowDomainRoleAssignments'>['role_assignments'][number];

/** Where a role policy may count. */
export const placeKinds = ['everywhere', 'domain', 'project', 'enterpriseProject'] as const;
export type PlaceKind = (typeof placeKinds)[number];

export interface Place {
  readonly kind: PlaceKind;
  /** Of the project or enterprise project; empty for the other kinds. */
  readonly id: string;
}

/** What tells a place from all others. */
export function placeKey({ kind, id }: Place): string {
  return `${kind}:${id}`;
}

/** The operations that give and take a role policy, by whom it is for and where it counts. */
export const assignmentOperations = {
  user: {
    everywhere: {
      give: 'KeystoneAssociateUserWithAllProjectsPermission',
      take: 'KeystoneRemoveAllProjectsPermissionFromUser',
    },
    domain: {
      give: 'KeystoneAssociateUserWithDomainPermission',
      take: 'KeystoneRemoveDomainPermissionFromUser',
    },
    project: {
      give: 'KeystoneAssociateUserWithProjectPermission',
      take: 'KeystoneRemoveProjectPermissionFromUser',
    },
    enterpriseProject: {
      give: 'AssociateRoleToUserOnEnterpriseProject',
      take: 'RevokeRoleFromUserOnEnterpriseProject',
    },
  },
  group: {
    everywhere: { give: 'UpdateDomainGroupInheritRole', take: 'DeleteDomainGroupInheritedRole' },
    domain: {
      give: 'KeystoneAssociateGroupWithDomainPermission',
      take: 'KeystoneRemoveDomainPermissionFromGroup',
    },
    project: {
      give: 'KeystoneAssociateGroupWithProjectPermission',
      take: 'KeystoneRemoveProjectPermissionFromGroup',
    },
    enterpriseProject: {
      give: 'AssociateRoleToGroupOnEnterpriseProject',
      take: 'RevokeRoleFromGroupOnEnterpriseProject',
    },
  },
} as const satisfies Record<'user' | 'group', Record<PlaceKind, Record<'give' | 'take', OperationName>>>;

/** Where an assignment counts. */
export function placeOf({ scope, is_inherited }: Assignment): Place {
  if (scope.project !== undefined) return { kind: 'project', id: scope.project.id };
  if (scope.enterprise_project !== undefined)
    return { kind: 'enterpriseProject', id: scope.enterprise_project.id };
  return { kind: is_inherited ? 'everywhere' : 'domain', id: '' };
}

/** The projects and enterprise projects of the account, with their names; none where the user may not list them. */
export function usePlaces(): readonly (Place & { readonly name: string })[] {
  const projects = useRead('KeystoneListProjects').data?.projects ?? [];
  const enterprise = useRead('ListEnterpriseProject', { query: { limit: 1_000 } }).data?.enterprise_projects;
  return [
    ...projects.map(({ id, name }) => ({ kind: 'project' as const, id, name })),
    ...(enterprise ?? []).map(({ id, name }) => ({ kind: 'enterpriseProject' as const, id, name })),
  ];
}
