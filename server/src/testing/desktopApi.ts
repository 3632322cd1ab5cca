import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import type { Principal } from '../access/principal.js';
import { realAmbient } from '../ambient.js';
import type { Database } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import type { Gatekeeper } from '../http/admitRequests.js';
import { createServer, type Server } from '../http/server.js';
import { asId, type ProjectId } from '../ids.js';

export interface ApiAnswer {
  readonly status: number;
  /** The parsed JSON of the answer; undefined for an empty one. */
  readonly body: unknown;
}

export interface DesktopApi {
  readonly app: Server;
  /** Calls `/v2/<project><path>` as the account itself, or as a user without any right. */
  call(
    project: ProjectId,
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
    caller?: 'root' | 'nobody',
  ): Promise<ApiAnswer>;
  close(): Promise<void>;
}

/** A server with the wanted routes, whose callers are known by name: what is under test begins after admission. */
export async function createDesktopApi(
  database: Database,
  addRoutes: (app: Server) => void,
): Promise<DesktopApi> {
  const app = await createServer({
    logger: pino({ level: 'silent' }),
    gatekeeper: gatekeeperOf(database),
    ambient: realAmbient,
    region: 'test-1',
    newRequestId: () => randomBytes(16).toString('hex'),
  });
  addRoutes(app);
  await app.ready();
  return {
    app,
    call: async (project, method, path, body, caller = 'root') => {
      const answer = await app.inject({
        method,
        url: `/v2/${project}${path}`,
        headers: { 'x-auth-token': caller, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { payload: body }),
      });
      return {
        status: answer.statusCode,
        body: answer.payload === '' ? undefined : JSON.parse(answer.payload),
      };
    },
    close: () => app.close(),
  };
}

function gatekeeperOf(database: Database): Gatekeeper {
  return {
    authenticate: async (request) => principal(request.headers['x-auth-token'] === 'root'),
    admitToProject: async (_principal, projectId) => {
      const project = await database
        .selectFrom('projects')
        .where('id', '=', asId<ProjectId>(projectId))
        .select('id')
        .executeTakeFirst();
      if (project === undefined) throw new ApiError('APIGW.0301', ['wrong project']);
      return project.id;
    },
    protectRoot: async () => undefined,
  };
}

function principal(isRoot: boolean): Principal {
  return {
    userId: asId('0'.repeat(32)),
    userName: isRoot ? 'root' : 'nobody',
    domainId: asId('1'.repeat(32)),
    domainName: 'account',
    isRoot,
    isOperator: isRoot,
    iamRevision: '1',
    grants: [],
    credential: { kind: 'token', scope: { kind: 'none' } },
  };
}
