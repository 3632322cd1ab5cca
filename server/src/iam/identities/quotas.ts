/** How many of each an account may have. The first is the real service's default (docs/reference/limits.md#accounts). */
export const accountQuotas = { users: 50, groups: 100, projects: 100, enterpriseProjects: 100 } as const;
