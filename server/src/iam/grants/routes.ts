import type { Server } from '../../http/server.js';
import { addAssignmentListRoutes } from './assignmentListRoutes.js';
import { addAssignmentRoutes } from './assignmentRoutes.js';
import { addAttachmentRoutes } from './attachmentRoutes.js';
import { addEnterpriseProjectRoutes } from './enterpriseProjectRoutes.js';
import { addPolicyRoutes } from './policyRoutes.js';
import { addRoleRoutes, type RoleRouteParts } from './roleRoutes.js';
import { addVersionRoutes } from './versionRoutes.js';

export type GrantRouteParts = RoleRouteParts;

/** Policies of both kinds, and to whom they are given. */
export function addGrantRoutes(app: Server, parts: GrantRouteParts): void {
  addRoleRoutes(app, parts);
  addAssignmentRoutes(app, parts);
  addAssignmentListRoutes(app, parts);
  addEnterpriseProjectRoutes(app, parts);
  addPolicyRoutes(app, parts);
  addVersionRoutes(app, parts);
  addAttachmentRoutes(app, parts);
}
