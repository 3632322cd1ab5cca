/** How many of each an account may have. The first is the real service's default (api-facts §9). */
export const accountQuotas = { users: 50, groups: 100, projects: 100, enterpriseProjects: 100 } as const;
