import type { Server } from '../../http/server.js';
import { addDomainRoutes, type DomainRouteParts } from './domains/routes.js';
import { addEnterpriseProjectRoutes } from './enterpriseProjects/routes.js';
import { addMemberRoutes } from './groups/memberRoutes.js';
import { addGroupRoutes } from './groups/routes.js';
import { addAccountUserRoutes } from './users/accountRoutes.js';
import { addUserRoutes, type UserRouteParts } from './users/routes.js';

export type IdentityRouteParts = UserRouteParts & DomainRouteParts;

/** Accounts, users, groups and enterprise projects. */
export function addIdentityRoutes(app: Server, parts: IdentityRouteParts): void {
  addDomainRoutes(app, parts);
  addUserRoutes(app, parts);
  addAccountUserRoutes(app, parts);
  addGroupRoutes(app, parts);
  addMemberRoutes(app, parts);
  addEnterpriseProjectRoutes(app, parts);
}
