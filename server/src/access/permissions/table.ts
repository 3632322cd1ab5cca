import { grantPermissions } from './grantPermissions.js';
import { identityPermissions } from './identityPermissions.js';
import { networkPermissions } from './networkPermissions.js';
import type { Permission } from './permission.js';
import { auditEventPermissions } from './tracePermissions.js';
import { workspacePermissions } from './workspacePermissions.js';

const table = {
  ...workspacePermissions,
  ...networkPermissions,
  ...identityPermissions,
  ...grantPermissions,
  ...auditEventPermissions,
} as const;

/** Every operation of the API. */
export type Operation = keyof typeof table;

/**
 * The one table of what callers need: admission and the routes enforce it, OpenAPI and the page of permissions show it, and
 * the walk over all routes tests it. A route whose operation is not in it does not compile.
 */
export const permissions: Readonly<Record<Operation, Permission>> = table;

export function isOperation(name: string): name is Operation {
  return Object.hasOwn(table, name);
}
