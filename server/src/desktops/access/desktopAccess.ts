import type { FastifyRequest } from 'fastify';
import { callerOf, projectOf } from '../../http/request.js';
import type { DesktopAccess } from './authorizeDesktop.js';

/** The access that a request asks for: whatever its operation does. */
export function accessOf(request: FastifyRequest): DesktopAccess {
  return { principal: callerOf(request), projectId: projectOf(request) };
}
