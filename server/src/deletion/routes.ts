import { Type } from 'typebox';
import type { Ambient } from '../ambient.js';
import type { Database } from '../database/connect.js';
import { retryOnConflict } from '../database/retryOnConflict.js';
import { accessOf } from '../desktops/desktopAccess.js';
import { authorizeDesktop, enterDesktop, readDesktopResources } from '../desktops/desktopResource.js';
import { ApiError } from '../http/errors.js';
import { callerOf } from '../http/request.js';
import { DesktopIdText, JobAnswer, NoContent, ProjectPath, workspaceErrors } from '../http/schemas/common.js';
import type { Server } from '../http/server.js';
import { acceptDeletions } from './acceptDeletion.js';

export interface DeletionRouteParts {
  readonly database: Database;
  readonly ambient: Ambient;
  /** Something became due. */
  readonly wake: () => void;
}

const flags = {
  delete_users: Type.Boolean({
    default: false,
    description: 'Delete each desktop user who has no other desktop once this one is gone.',
  }),
  email_notification: Type.Boolean({
    default: true,
    description: 'Mail the desktop users once the desktop is gone.',
  }),
  is_force_delete: Type.Boolean({
    default: false,
    description: 'Do not wait for a graceful end, and cancel whatever runs on the desktop.',
  }),
};

/** DeleteDesktop and BatchDeleteDesktops (seed pages; api-facts §1). */
export function addDeletionRoutes(app: Server, parts: DeletionRouteParts): void {
  const { database, ambient } = parts;

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
        querystring: Type.Object(flags),
        response: { 204: NoContent, ...workspaceErrors },
      },
    },
    async (request, reply) => {
      const access = accessOf(request);
      const { desktop_id: desktopId } = request.params;
      const { query } = request;
      await enterDesktop(database, access, desktopId);
      const { jobId } = await retryOnConflict(() =>
        database.transaction().execute(async (transaction) => {
          const ordered = await acceptDeletions(transaction, ambient, {
            projectId: access.projectId,
            desktopIds: [desktopId],
            flags: {
              deleteUsers: query.delete_users,
              emailNotification: query.email_notification,
              force: query.is_force_delete,
            },
            acceptedBy: callerOf(request).userId,
            requestId: request.id,
          });
          // A refusal leaves nothing behind, not even the job.
          const outcome = ordered.outcomes.get(desktopId);
          if (outcome === undefined || outcome.kind === 'missing')
            throw new ApiError('DPL.0404', ['desktop']);
          if (outcome.kind === 'refused') throw new ApiError('WKS.00010032', [desktopId, outcome.taskStatus]);
          return ordered;
        }),
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
          ...flags,
        }),
        response: { 202: JobAnswer, ...workspaceErrors },
      },
    },
    async (request, reply) => {
      const access = accessOf(request);
      const { body } = request;
      const desktopIds = [...new Set(body.desktop_ids)];
      const known = await readDesktopResources(database, access.projectId, desktopIds);
      for (const id of desktopIds) authorizeDesktop(access, id, known.get(id));
      const { jobId } = await retryOnConflict(() =>
        database.transaction().execute((transaction) =>
          acceptDeletions(transaction, ambient, {
            projectId: access.projectId,
            desktopIds,
            flags: {
              deleteUsers: body.delete_users,
              emailNotification: body.email_notification,
              force: body.is_force_delete,
            },
            acceptedBy: callerOf(request).userId,
            requestId: request.id,
          }),
        ),
      );
      parts.wake();
      return reply.code(202).send({ job_id: jobId });
    },
  );
}
