import { Type } from 'typebox';
import { findVisibleDesktops } from '../access/visibleDesktops.js';
import type { Database } from '../database/connect.js';
import { inOneSnapshot } from '../database/oneSnapshot.js';
import { workspace } from '../http/declare.js';
import { listScopeOf, projectOf } from '../http/request.js';
import { JobIdText } from '../http/schemas/ids.js';
import { paging } from '../http/schemas/paging.js';
import { Filter } from '../http/schemas/text.js';
import { oneOf, TextOrNull } from '../http/schemas/values.js';
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
    desktop_id: TextOrNull,
    product_id: TextOrNull,
    user_name: TextOrNull,
    desktop_name: TextOrNull,
    ip_address: TextOrNull,
    volume_id: Type.Optional(
      Type.String({ description: 'The disk that the sub-job is about; left out: none.' }),
    ),
    snapshot_id: Type.Optional(
      Type.String({ description: 'The snapshot that the sub-job is about; left out: none.' }),
    ),
  }),
  begin_time: Type.String({ description: '`yyyy-MM-dd HH:mm:ss`, UTC.' }),
  end_time: TextOrNull,
  status: oneOf(['WAITING', 'RUNNING', 'SUCCESS', 'FAILED']),
  error_code: TextOrNull,
  fail_reason: TextOrNull,
  host: Type.Null(),
  project_id: Text,
  process: Type.Integer({ minimum: 0, maximum: 100, description: 'Progress in percent.' }),
  attach_user: TextOrNull,
  entity: TextOrNull,
  ip_address: TextOrNull,
});

/** What asynchronous operations are doing, as clients poll it (docs/reference/jobs.md#calls). */
export function addJobRoutes(app: Server, parts: JobParts): void {
  const { database } = parts;

  app.get(
    '/v2/:project_id/workspace-sub-jobs',
    workspace('ListItaSubJobs', 'Sub-jobs: one per desktop of an asynchronous operation', {
      query: Type.Object({
        job_id: Type.Optional(JobIdText),
        job_type: Type.Optional(Type.String({ maxLength: 255 })),
        status: Type.Optional(
          Type.Array(oneOf(['WAITING', 'RUNNING', 'SUCCESS', 'FAILED']), { minItems: 1, maxItems: 8 }),
        ),
        desktop_pool_id: Filter,
        ...paging({ max: 1000 }),
      }),
      answers: { 200: Type.Object({ total_count: Type.Integer(), jobs: Type.Array(JobDetailInfo) }) },
    }),
    async (request) => {
      // There are no pools, so no sub-job is about one.
      if ((request.query.desktop_pool_id ?? '') !== '') return { total_count: 0, jobs: [] };
      const projectId = projectOf(request);
      const visible = await findVisibleDesktops(database, projectId, listScopeOf(request));
      return inOneSnapshot(database, (snapshot) => listSubJobs(snapshot, projectId, request.query, visible));
    },
  );

  app.get(
    '/v2/:project_id/workspace-jobs/:job_id',
    workspace('ShowJob', 'One job with its sub-jobs', {
      path: { job_id: JobIdText },
      answers: {
        200: Type.Object({
          id: Text,
          job_type: Text,
          begin_time: Text,
          end_time: TextOrNull,
          status: oneOf(['RUNNING', 'SUCCESS', 'FAIL']),
          job_error_code: TextOrNull,
          fail_reason: TextOrNull,
          sub_jobs_total: Type.Integer(),
          sub_jobs: Type.Array(JobDetailInfo),
        }),
      },
    }),
    async (request) => {
      const projectId = projectOf(request);
      const visible = await findVisibleDesktops(database, projectId, listScopeOf(request));
      return showJob(database, projectId, request.params.job_id, visible);
    },
  );
}
