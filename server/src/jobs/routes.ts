import { Type } from 'typebox';
import { findVisibleDesktops } from '../access/visibleDesktops.js';
import type { Database } from '../database/connect.js';
import { listScopeOf, projectOf } from '../http/request.js';
import { JobIdText, nullable, ProjectPath, workspaceErrors } from '../http/schemas/common.js';
import { limitOf, Offset } from '../http/schemas/paging.js';
import type { Server } from '../http/server.js';
import { listSubJobs, showJob } from './readJobs.js';

export interface JobParts {
  readonly database: Database;
}

const Text = Type.String();

const JobDetailInfo = Type.Object({
  id: Text,
  job_id: Text,
  job_type: Text,
  entities: Type.Object({
    desktop_id: nullable(Text),
    product_id: nullable(Text),
    user_name: nullable(Text),
    desktop_name: nullable(Text),
    ip_address: nullable(Text),
  }),
  begin_time: Type.String({ description: '`yyyy-MM-dd HH:mm:ss`, UTC.' }),
  end_time: nullable(Text),
  status: Type.Enum(['WAITING', 'RUNNING', 'SUCCESS', 'FAILED']),
  error_code: nullable(Text),
  fail_reason: nullable(Text),
  host: Type.Null(),
  project_id: Text,
  process: Type.Integer({ minimum: 0, maximum: 100, description: 'Progress in percent.' }),
  attach_user: nullable(Text),
  entity: nullable(Text),
  ip_address: nullable(Text),
});

/** What asynchronous operations are doing, as clients poll it (docs/reference/jobs.md#calls). */
export function addJobRoutes(app: Server, parts: JobParts): void {
  const { database } = parts;

  app.get(
    '/v2/:project_id/workspace-sub-jobs',
    {
      config: {
        declaration: {
          operation: 'ListItaSubJobs',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Sub-jobs: one per desktop of an asynchronous operation',
        tags: ['Jobs'],
        params: ProjectPath,
        querystring: Type.Object({
          job_id: Type.Optional(JobIdText),
          job_type: Type.Optional(Type.String({ maxLength: 64 })),
          status: Type.Optional(
            Type.Array(Type.Enum(['WAITING', 'RUNNING', 'SUCCESS', 'FAILED']), { minItems: 1, maxItems: 8 }),
          ),
          desktop_pool_id: Type.Optional(Type.String({ maxLength: 255 })),
          limit: limitOf(1000),
          offset: Offset,
        }),
        response: {
          200: Type.Object({ total_count: Type.Integer(), jobs: Type.Array(JobDetailInfo) }),
          ...workspaceErrors,
        },
      },
    },
    async (request) => {
      // There are no pools, so no sub-job is about one.
      if ((request.query.desktop_pool_id ?? '') !== '') return { total_count: 0, jobs: [] };
      const projectId = projectOf(request);
      const visible = await findVisibleDesktops(database, projectId, listScopeOf(request));
      return listSubJobs(database, projectId, request.query, visible);
    },
  );

  app.get(
    '/v2/:project_id/workspace-jobs/:job_id',
    {
      config: {
        declaration: { operation: 'ShowJob', family: 'workspace' },
      },
      schema: {
        summary: 'One job with its sub-jobs',
        tags: ['Jobs'],
        params: Type.Object({ ...ProjectPath.properties, job_id: JobIdText }),
        response: {
          200: Type.Object({
            id: Text,
            job_type: Text,
            begin_time: Text,
            end_time: nullable(Text),
            status: Type.Enum(['RUNNING', 'SUCCESS', 'FAIL']),
            job_error_code: nullable(Text),
            fail_reason: nullable(Text),
            sub_jobs_total: Type.Integer(),
            sub_jobs: Type.Array(JobDetailInfo),
          }),
          ...workspaceErrors,
        },
      },
    },
    async (request) => {
      const projectId = projectOf(request);
      const visible = await findVisibleDesktops(database, projectId, listScopeOf(request));
      return showJob(database, projectId, request.params.job_id, visible);
    },
  );
}
