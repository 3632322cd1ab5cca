import { Type } from 'typebox';
import type { Ambient } from '../ambient.js';
import type { Database } from '../database/connect.js';
import type { Engine } from '../engines/contract.js';
import { workspace } from '../http/declare.js';
import { DesktopIdText } from '../http/schemas/ids.js';
import { JobAnswer, oneOf } from '../http/schemas/values.js';
import type { Server } from '../http/server.js';
import { requireOpenEnterpriseProject } from '../iam/identities/enterpriseProjects/enterpriseProjects.js';
import { admitUserChange } from '../users/admitUserChange.js';
import { findWorkspace, requireWorkspace } from '../workspace/findWorkspace.js';
import { readAuthorizedDesktops } from './access/authorizeDesktop.js';
import { accessOf } from './access/desktopAccess.js';
import { acceptOrder } from './create/acceptOrder.js';
import { authorizeCreation } from './create/authorizeCreation.js';
import { CreateDesktopBody, creationNotOffered } from './create/createSchemas.js';
import { resolveOrder } from './create/resolveOrder.js';
import { FailedOperations, presentFailed } from './failedOperations.js';
import { powerDesktops, powerOperations } from './power/powerDesktops.js';

export interface DesktopWriteParts {
  readonly database: Database;
  readonly ambient: Ambient;
  readonly engine: Engine;
  /** Something became due. */
  readonly announceWork: () => void;
}

const PowerBody = Type.Object({
  desktop_ids: Type.Array(DesktopIdText, { minItems: 1, maxItems: 100 }),
  op_type: oneOf(powerOperations),
  type: Type.Optional(oneOf(['SOFT', 'HARD'])),
});

const PowerAnswer = Type.Object({
  failed_operation_list: FailedOperations,
  job_id: Type.Optional(Type.String()),
});

/** CreateDesktop and BatchRunDesktops. */
export function addDesktopWriteRoutes(app: Server, parts: DesktopWriteParts): void {
  const { database, ambient, engine } = parts;

  app.post(
    '/v2/:project_id/desktops',
    workspace('CreateDesktop', 'Create desktops', {
      body: CreateDesktopBody,
      notOffered: creationNotOffered,
      answers: { 200: JobAnswer },
    }),
    async (request) => {
      const access = accessOf(request);
      const { projectId } = access;
      const { body, language } = request;
      const opened = await findWorkspace(database, projectId);
      authorizeCreation(access, body, opened?.access_mode ?? '');
      const { domainId } = access.principal;
      await requireOpenEnterpriseProject(database, domainId, body.enterprise_project_id);
      const settings = await requireWorkspace(database, projectId);
      const resolved = await resolveOrder(database, projectId, engine.offer, settings, body);
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
    workspace('BatchRunDesktops', 'Start, stop, restart or hibernate desktops', {
      body: PowerBody,
      answers: { 200: PowerAnswer },
    }),
    async (request) => {
      const access = accessOf(request);
      const { body, language } = request;
      const desktopIds = [...new Set(body.desktop_ids)];
      await readAuthorizedDesktops(database, access, desktopIds);
      const order = {
        projectId: access.projectId,
        desktopIds,
        operation: body.op_type,
        hard: body.type === 'HARD',
      };
      const outcome = await powerDesktops(database, ambient, order);
      parts.announceWork();
      return {
        failed_operation_list: presentFailed(outcome.failed, language),
        ...(outcome.jobId === undefined ? {} : { job_id: outcome.jobId }),
      };
    },
  );
}
