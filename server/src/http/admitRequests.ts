import type { FastifyInstance, FastifyRequest } from 'fastify';
import { asksFor } from '../access/asksForKey.js';
import { authorize, narrowOwn } from '../access/authorize.js';
import type { Caller } from '../access/caller.js';
import { projectNameKey } from '../access/conditionKeysOf.js';
import { limitList } from '../access/limitList.js';
import { permissions } from '../access/permissions/table.js';
import type { Principal } from '../access/principal.js';
import type { ParsedCall } from '../access/protectRoot.js';
import type { Ambient } from '../ambient.js';
import { databaseTrouble } from '../database/databaseTrouble.js';
import { ApiError } from '../errors/errors.js';
import type { ProjectId } from '../ids.js';
import { hasBody } from './bodies/collectBody.js';
import { readForm } from './bodies/readForm.js';
import { isJsonType, parseJsonBody } from './body.js';
import type { RouteDeclaration } from './request.js';

/** What admission needs of IAM. */
export interface Gatekeeper {
  /** Who makes this request. @throws {ApiError} 401 */
  authenticate(request: FastifyRequest): Promise<Principal>;
  /** Whether the credential is good for the path's project. @throws {ApiError} 401; the same for a foreign and a missing one (S16) */
  admitToProject(principal: Principal, projectId: string): Promise<ProjectId>;
  /** The project's name, for policies that ask for it. */
  nameProject?(principal: Principal, projectId: ProjectId): Promise<string | undefined>;
  /** Keeps others from what is the account root's. @throws {ApiError} 403 */
  protectRoot(caller: Caller, call: ParsedCall): Promise<void>;
}

export interface AdmissionParts {
  readonly gatekeeper: Gatekeeper;
  readonly ambient: Pick<Ambient, 'serviceNow'>;
  readonly region: string;
  /** Default: nothing is waited for. */
  readonly beforeAdmission?: () => Promise<void>;
}

/**
 * Lets nothing past that is not authenticated and, where the operation does not look at a resource first, authorised. Reads
 * bodies only after that, but for signatures, which cover them. What cannot be found out is refused, never let through.
 */
export function admitRequests(app: FastifyInstance, parts: AdmissionParts): void {
  const { beforeAdmission } = parts;
  if (beforeAdmission !== undefined)
    app.addHook('preValidation', async ({ method, routeOptions: { config } }) => {
      // What anyone may read, such as whether the service is well, depends on nothing.
      const isForAnyone = config.declaration?.anonymous === true && method === 'GET';
      if (config.declaration !== undefined && !isForAnyone) await beforeAdmission();
    });
  app.addHook('preValidation', async (request) => {
    const { declaration } = request.routeOptions.config;
    if (declaration === undefined || declaration.anonymous === true) {
      // Left where it is: the route finds out by a header who sends it, and reads it then.
      if (request.is404 || declaration?.takesBytes === true) return;
      await readFromAnyone(request);
    } else {
      const caller = await identifyCaller(parts, request, declaration);
      request.refreshCaller = () => identifyCaller(parts, request, declaration);
      narrowOwn(caller, request.project);
      const { action, asked } = permissions[declaration.operation];
      // What is done to a resource is asked for by its route, which knows the resource.
      if (action !== undefined && asked !== 'route') {
        if (asked === 'admission') request.allowedBy = authorize(caller, { projectId: request.project });
        else if (request.project !== undefined) request.listScope = limitList(caller, request.project);
      }
      const reading = request.readBody('known');
      if (reading !== undefined) await reading;
    }
    if (declaration?.takesBytes === true) return;
    const type = request.headers['content-type'];
    request.body =
      declaration?.takesForm === true
        ? await readForm(request.rawBody, type)
        : parseJsonBody(request.rawBody, type);
  });
  // Path and body have their form by now.
  app.addHook('preHandler', async (request) => {
    if (request.caller !== undefined) await parts.gatekeeper.protectRoot(request.caller, request);
  });
}

/** A web page can make its visitor's browser send a body of any type that is not JSON, log-ins among them: refused unread. */
async function readFromAnyone(request: FastifyRequest): Promise<void> {
  const type = request.headers['content-type'];
  if (hasBody(request.raw) && (type === undefined || !isJsonType(type))) throw new ApiError('DPL.0415');
  await request.readBody('anyone');
}

/**
 * Finds out who makes a request and in which project, and keeps it with the request.
 * @throws {ApiError} 401; 503 when it cannot be found out
 */
export async function identifyCaller(
  { gatekeeper, ambient, region }: AdmissionParts,
  request: FastifyRequest,
  declaration: RouteDeclaration,
): Promise<Caller> {
  try {
    const principal = await gatekeeper.authenticate(request);
    request.principal = principal;
    const path = request.params;
    if (typeof path === 'object' && path !== null && 'project_id' in path) {
      request.project = await gatekeeper.admitToProject(principal, String(path.project_id));
    }
    const { project } = request;
    const named = project !== undefined && asksFor(principal, projectNameKey);
    const projectName = named ? await gatekeeper.nameProject?.(principal, project) : undefined;
    const caller: Caller = {
      ...principal,
      context: {
        operation: declaration.operation,
        region,
        at: ambient.serviceNow(),
        sourceIp: request.origin.address,
        projectName,
        requestId: request.id,
      },
    };
    request.caller = caller;
    return caller;
  } catch (error) {
    if (error instanceof ApiError || databaseTrouble(error) !== undefined) throw error;
    request.log.error({ err: error }, 'nobody could be let in');
    throw new ApiError('DPL.0503', [
      { en: 'the caller cannot be authenticated now; try again', zh: '暂时无法校验调用者身份' },
    ]);
  }
}
