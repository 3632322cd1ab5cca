import { Type } from 'typebox';
import { requireOperator } from '../access/requireOperator.js';
import { Quotas } from '../catalogue/schemas.js';
import { quotaTypes, setQuotas, showQuotas } from '../catalogue/setQuotas.js';
import type { Database } from '../database/connect.js';
import { requireFound } from '../errors/requireFound.js';
import { workspace } from '../http/declare.js';
import { callerOf } from '../http/request.js';
import { AnyId } from '../http/schemas/ids.js';
import { nullable, oneOf } from '../http/schemas/values.js';
import type { Server } from '../http/server.js';
import { asId, type ProjectId } from '../ids.js';

const path = { subject_id: AnyId };
const onlyOperators = 'Only for users of the account that this service was installed for.';

const QuotaSettings = Type.Object({
  resources: Type.Array(
    Type.Object({
      type: oneOf(quotaTypes),
      quota: nullable(Type.Integer({ minimum: 0, maximum: 2_147_483_647 })),
    }),
    { minItems: 1, maxItems: 20 },
  ),
});

/** Our own extension of the API: what the projects of this installation may hold. */
export function addQuotaRoutes(app: Server, { database }: { readonly database: Database }): void {
  app.get(
    '/v2/:project_id/installation/quotas/:subject_id',
    workspace('ShowProjectQuotas', 'What a project of this installation may hold and holds', {
      description: onlyOperators,
      path,
      answers: { 200: Quotas },
    }),
    async (request) => {
      requireOperator(callerOf(request), 'workspace:quotas:getOfProject');
      const projectId = asId<ProjectId>(request.params.subject_id);
      requireFound(
        await database.selectFrom('projects').select('id').where('id', '=', projectId).executeTakeFirst(),
        'project',
      );
      return showQuotas(database, projectId);
    },
  );

  app.put(
    '/v2/:project_id/installation/quotas/:subject_id',
    workspace('UpdateProjectQuotas', 'Set what a project of this installation may hold', {
      description: `${onlyOperators} What the project holds beyond a quota stays; nothing more is made until there is room.`,
      path,
      body: QuotaSettings,
      answers: { 200: Quotas },
    }),
    async (request) => {
      requireOperator(callerOf(request), 'workspace:quotas:update');
      const projectId = asId<ProjectId>(request.params.subject_id);
      await setQuotas(database, projectId, request.body.resources);
      return showQuotas(database, projectId);
    },
  );
}
