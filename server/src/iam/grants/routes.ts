import type { Server } from '../../http/server.js';
import { addAssignmentListRoutes } from './assignments/assignmentListRoutes.js';
import { addAssignmentRoutes } from './assignments/assignmentRoutes.js';
import { addEnterpriseProjectRoutes } from './assignments/enterpriseProjectRoutes.js';
import { addAttachmentRoutes } from './attachments/attachmentRoutes.js';
import { addCheckRoutes } from './policies/checkRoutes.js';
import { addPolicyRoutes } from './policies/policyRoutes.js';
import { addVersionRoutes } from './policies/versionRoutes.js';
import { addRoleRoutes, type RoleRouteParts } from './roles/roleRoutes.js';

export type GrantRouteParts = RoleRouteParts;

/** Policies of both kinds, and to whom they are given. */
export function addGrantRoutes(app: Server, parts: GrantRouteParts): void {
  addRoleRoutes(app, parts);
  addAssignmentRoutes(app, parts);
  addAssignmentListRoutes(app, parts);
  addEnterpriseProjectRoutes(app, parts);
  addPolicyRoutes(app, parts);
  addCheckRoutes(app);
  addVersionRoutes(app, parts);
  addAttachmentRoutes(app, parts);
}
