import type pg from 'pg';
import { Type } from 'typebox';
import type { Ambient } from '../ambient.js';
import { accessOf } from '../desktops/desktopAccess.js';
import { authorizeDesktop, type DesktopAccess } from '../desktops/desktopResource.js';
import { ApiError } from '../http/errors.js';
import { DesktopIdText, JobAnswer, NoContent, ProjectPath, workspaceErrors } from '../http/schemas/common.js';
import type { Server } from '../http/server.js';
import { acceptDeletion, acceptDeletions, type DeletionOrder } from './acceptDeletion.js';
import { flagFields, readFlags } from './flags.js';
import { judgeDeletion, refusalOf } from './guard.js';
import { planDeletion } from './plan.js';
import { createPostgresAcceptance } from './postgresAcceptance.js';
import { PlanAnswer, presentPlan } from './presentPlan.js';

export interface DeletionRouteParts {
  readonly pool: pg.Pool;
  readonly ambient: Ambient;
  /** Something became due. */
  readonly wake: () => void;
}

/** DeleteDesktop and BatchDeleteDesktops (seed pages; api-facts §1). */
export function addDeletionRoutes(app: Server, parts: DeletionRouteParts): void {
  const { ambient } = parts;
  const store = createPostgresAcceptance(parts.pool, ambient);

  app.delete(
    '/v2/:project_id/desktops/:desktop_id',
    {
      config: {
        declaration: {
          operation: 'DeleteDesktop',
          action: 'workspace:desktops:delete',
          resource: 'desktop',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Delete one desktop',
        description:
          'The deleted desktop cannot be restored. It goes in the background; once it is gone, showing it answers 404.',
        tags: ['Desktops'],
        params: Type.Object({ ...ProjectPath.properties, desktop_id: DesktopIdText }),
        querystring: Type.Object(flagFields),
        response: { 204: NoContent, ...workspaceErrors },
      },
    },
    async (request, reply) => {
      const access = accessOf(request);
      const { desktop_id: desktopId } = request.params;
      const desktop = (await store.read(access.projectId, [desktopId])).get(desktopId);
      authorizeDesktop(access, desktopId, desktop);
      if (desktop === undefined) throw new ApiError('DPL.0404', ['desktop']);
      const digest = readIfMatch(request.headers['if-match']);
      const jobId = await acceptDeletion(
        store,
        ambient,
        orderOf(request.id, access, request.query),
        desktop,
        digest,
      );
      parts.wake();
      return reply.code(204).header('x-job-id', jobId).send(null);
    },
  );

  app.post(
    '/v2/:project_id/desktops/batch-delete',
    {
      config: {
        declaration: {
          operation: 'BatchDeleteDesktops',
          action: 'workspace:desktops:batchDelete',
          resource: 'desktop',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Delete desktops',
        description: 'What becomes of each desktop is told by the sub-jobs of the answered job.',
        tags: ['Desktops'],
        params: ProjectPath,
        body: Type.Object({
          desktop_ids: Type.Array(DesktopIdText, { minItems: 1, maxItems: 100 }),
          ...flagFields,
        }),
        response: { 202: JobAnswer, ...workspaceErrors },
      },
    },
    async (request, reply) => {
      const access = accessOf(request);
      const { body } = request;
      const desktopIds = [...new Set(body.desktop_ids)];
      const known = await store.read(access.projectId, desktopIds);
      for (const id of desktopIds) authorizeDesktop(access, id, known.get(id));
      const jobId = await acceptDeletions(
        store,
        ambient,
        orderOf(request.id, access, body),
        desktopIds,
        known,
      );
      parts.wake();
      return reply.code(202).send({ job_id: jobId });
    },
  );
  app.get(
    '/v2/:project_id/desktops/:desktop_id/deletion-plan',
    {
      config: {
        declaration: {
          operation: 'ShowDeletionPlan',
          action: 'workspace:desktops:get',
          resource: 'desktop',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'What a deletion would do',
        description: 'Changes nothing. Made by the same planner that a deletion is carried out with.',
        tags: ['Desktops'],
        params: Type.Object({ ...ProjectPath.properties, desktop_id: DesktopIdText }),
        querystring: Type.Object(flagFields),
        response: { 200: PlanAnswer, ...workspaceErrors },
      },
    },
    async (request, reply) => {
      const access = accessOf(request);
      const { desktop_id: desktopId } = request.params;
      const desktop = (await store.read(access.projectId, [desktopId])).get(desktopId);
      authorizeDesktop(access, desktopId, desktop);
      const flags = readFlags(request.query);
      const refusal = refusalOf(desktopId, judgeDeletion(desktop, flags.force));
      if (refusal !== undefined) throw refusal;
      if (desktop === undefined) throw new ApiError('DPL.0404', ['desktop']);
      const plan = planDeletion(desktop.inventory, flags);
      return reply.header('etag', `"${plan.digest}"`).send(presentPlan(plan, request.language));
    },
  );
}

function orderOf(
  requestId: string,
  access: DesktopAccess,
  flags: Parameters<typeof readFlags>[0],
): DeletionOrder {
  return {
    projectId: access.projectId,
    flags: readFlags(flags),
    acceptedBy: access.principal.userId,
    actorName: access.principal.userName,
    // Nobody else passes authorize() so far.
    allowedBy: 'account-root',
    requestId,
  };
}

/** The one digest of an If-Match header. @throws {ApiError} APIGW.0201 for anything but one strong entity tag */
function readIfMatch(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const digest = /^"([0-9a-f]{64})"$/.exec(header.trim())?.[1];
  if (digest === undefined)
    throw new ApiError('APIGW.0201', ['If-Match must be one digest in double quotes']);
  return digest;
}
