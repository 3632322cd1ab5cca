import type { Server } from '../http/server.js';
import { addGrantRoutes, type GrantRouteParts } from './grants/routes.js';
import { addIdentityRoutes, type IdentityRouteParts } from './identities/routes.js';
import { addLookUpRoutes, type LookUpRouteParts } from './lookups/routes.js';
import { addVersionRoutes } from './lookups/versions.js';
import { addProjectRoutes, type ProjectRouteParts } from './projects/routes.js';
import { addTokenRoutes, type TokenRouteParts } from './tokens/routes.js';

export type IamParts = TokenRouteParts &
  ProjectRouteParts &
  LookUpRouteParts &
  IdentityRouteParts &
  GrantRouteParts;

/** Tokens, identities, look-ups of the own account, version discovery and caller identity. */
export function addIamRoutes(app: Server, parts: IamParts): void {
  addVersionRoutes(app, parts);
  addTokenRoutes(app, parts);
  addProjectRoutes(app, parts);
  addLookUpRoutes(app, parts);
  addIdentityRoutes(app, parts);
  addGrantRoutes(app, parts);
}
