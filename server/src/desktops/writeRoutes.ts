import { Type } from 'typebox';
import type { Ambient } from '../ambient.js';
import type { Database } from '../database/connect.js';
import type { Engine } from '../engines/contract.js';
import { describeError } from '../errors/errors.js';
import { DesktopIdText, JobAnswer, ProjectPath, workspaceErrors } from '../http/schemas/common.js';
import type { Server } from '../http/server.js';
import { requireOpenEnterpriseProject } from '../iam/identities/enterpriseProjects/enterpriseProjects.js';
import { admitUserChange } from '../users/admitUserChange.js';
import { findWorkspace, requireWorkspace } from '../workspace/findWorkspace.js';
import { acceptOrder } from './acceptOrder.js';
import { authorizeCreation } from './authorizeCreation.js';
import { CreateDesktopBody } from './createSchemas.js';
import { accessOf } from './desktopAccess.js';
import { authorizeDesktop, readDesktopResources } from './desktopResource.js';
import { parseOperation, powerDesktops } from './powerDesktops.js';
import { resolveOrder } from './resolveOrder.js';

export interface DesktopWriteParts {
  readonly database: Database;
  readonly ambient: Ambient;
  readonly engine: Engine;
  /** Something became due. */
  readonly announceWork: () => void;
}

const PowerBody = Type.Object({
  desktop_ids: Type.Array(DesktopIdText, { minItems: 1, maxItems: 100 }),
  op_type: Type.String({ enum: ['os-start', 'os-stop', 'reboot', 'os-hibernate'] }),
  type: Type.Optional(Type.String({ enum: ['SOFT', 'HARD'] })),
});

const PowerAnswer = Type.Object({
  failed_operation_list: Type.Array(
    Type.Object({
      desktop_id: Type.String(),
      desktop_name: Type.String(),
      error_code: Type.String(),
      error_msg: Type.String(),
    }),
  ),
  job_id: Type.Optional(Type.String()),
});

/** CreateDesktop and BatchRunDesktops. */
export function addDesktopWriteRoutes(app: Server, parts: DesktopWriteParts): void {
  const { database, ambient, engine } = parts;

  app.post(
    '/v2/:project_id/desktops',
    {
      config: {
        declaration: { operation: 'CreateDesktop', family: 'workspace' },
      },
      schema: {
        summary: 'Create desktops',
        tags: ['Desktops'],
        params: ProjectPath,
        body: CreateDesktopBody,
        response: { 200: JobAnswer, ...workspaceErrors },
      },
    },
    async (request) => {
      const access = accessOf(request);
      const { projectId } = access;
      const { body, language } = request;
      const opened = await findWorkspace(database, projectId);
      authorizeCreation(access, body, opened?.access_mode ?? '');
      const { domainId } = access.principal;
      await requireOpenEnterpriseProject(database, domainId, body.enterprise_project_id);
      const workspace = await requireWorkspace(database, projectId);
      const resolved = await resolveOrder(database, projectId, engine.offer, workspace, body);
      const jobId = await acceptOrder(database, ambient, {
        projectId,
        body,
        resolved,
        language,
        admitUserChange: admitUserChange(access.principal, projectId),
      });
      parts.announceWork();
      return { job_id: jobId };
    },
  );

  app.post(
    '/v2/:project_id/desktops/action',
    {
      config: {
        declaration: {
          operation: 'BatchRunDesktops',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Start, stop or restart desktops',
        tags: ['Desktops'],
        params: ProjectPath,
        body: PowerBody,
        response: { 200: PowerAnswer, ...workspaceErrors },
      },
    },
    async (request) => {
      const access = accessOf(request);
      const { body, language } = request;
      const operation = parseOperation(body.op_type);
      const desktopIds = [...new Set(body.desktop_ids)];
      const known = await readDesktopResources(database, access.projectId, desktopIds);
      for (const id of desktopIds) authorizeDesktop(access, id, known.get(id));
      const order = { projectId: access.projectId, desktopIds, operation, hard: body.type === 'HARD' };
      const outcome = await powerDesktops(database, ambient, order);
      parts.announceWork();
      return {
        failed_operation_list: outcome.refused.map(({ desktopId, computerName, code, args }) => ({
          desktop_id: desktopId,
          desktop_name: computerName,
          error_code: code,
          error_msg: describeError(code, language, args),
        })),
        ...(outcome.jobId === undefined ? {} : { job_id: outcome.jobId }),
      };
    },
  );
}
