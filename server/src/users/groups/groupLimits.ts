/**
 * What groups may come to (docs/reference/groups.md#limits). As many members as one answer of ListUsersOfGroup has room for
 * unless a limit is said: Terraform asks for no second one.
 */
export const groupLimits = { groupsOfProject: 1_000, membersOfGroup: 2_000, groupsOfUser: 50 } as const;
