import type { FastifyInstance, FastifyRequest } from 'fastify';
import { authorize } from '../iam/authorize.js';
import type { Principal } from '../iam/principal.js';
import type { ProjectId } from '../ids.js';
import { parseJsonBody } from './body.js';

/** What the guard needs of IAM. */
export interface Gatekeeper {
  /** Who makes this request. @throws {ApiError} 401 */
  authenticate(request: FastifyRequest): Promise<Principal>;
  /** Whether the credential is good for the path's project. @throws {ApiError} 401; the same for a foreign and a missing one (S16) */
  enterProject(principal: Principal, projectId: string): Promise<ProjectId>;
}

/**
 * Lets nothing past that is not authenticated and, where the action has no resource, authorised. Parses bodies only after
 * that.
 */
export function guardRoutes(app: FastifyInstance, gatekeeper: Gatekeeper): void {
  app.addHook('preValidation', async (request) => {
    const declaration = request.routeOptions.config.declaration;
    if (declaration !== undefined && declaration.anonymous !== true) {
      request.principal = await gatekeeper.authenticate(request);
      const path = request.params;
      if (typeof path === 'object' && path !== null && 'project_id' in path) {
        request.project = await gatekeeper.enterProject(request.principal, String(path.project_id));
      }
      // What is done to a resource is asked for by its route, which knows the resource.
      const { action, resource } = declaration;
      if (action !== undefined && resource === undefined) {
        authorize(request.principal, { action, projectId: request.project });
      }
    }
    request.body = parseJsonBody(request.rawBody, request.headers['content-type']);
  });
}
