import type { FastifyRequest } from 'fastify';
import { callerOf, projectOf } from '../http/request.js';
import type { DesktopAccess } from './desktopResource.js';

/** The access that a request asks for, its action being the one that its route declares. */
export function accessOf(request: FastifyRequest): DesktopAccess {
  const action = request.routeOptions.config.declaration?.action;
  if (action === undefined) throw new Error(`The route ${request.url} declares no action.`);
  return { principal: callerOf(request), action, projectId: projectOf(request) };
}
