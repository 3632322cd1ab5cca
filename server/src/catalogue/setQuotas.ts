import type { Database } from '../database/connect.js';
import { requireFound } from '../errors/requireFound.js';
import type { ProjectId } from '../ids.js';
import { countedQuotas, countUsage, presentQuotas, type QuotaType, readLimits } from './quotas.js';

/** What can be set, by the names of the API. */
export const quotaTypes = [
  'general_instances',
  'cores',
  'Memory',
  'volumes',
  'volume_gigabytes',
  'users',
] as const satisfies readonly QuotaType[];

/** What one project may hold from now on; null: the usual. */
export interface QuotaSetting {
  readonly type: QuotaType;
  readonly quota: number | null;
}

/** What a project may hold and holds. */
export async function showQuotas(database: Database, projectId: ProjectId) {
  return presentQuotas(await readLimits(database, projectId), await countUsage(database, projectId));
}

/**
 * Sets what a project may hold. What it holds beyond stays; nothing more is made until there is room again.
 * @throws {ApiError} DPL.0404 when there is no such project
 */
export async function setQuotas(
  database: Database,
  projectId: ProjectId,
  settings: readonly QuotaSetting[],
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    requireFound(
      await transaction
        .selectFrom('projects')
        .select('id')
        .where('id', '=', projectId)
        .forNoKeyUpdate()
        .executeTakeFirst(),
      'project',
    );
    // As whoever makes something does, so that what was counted for the old amount is there once this is answered.
    await transaction
      .selectFrom('workspaces')
      .select('id')
      .where('project_id', '=', projectId)
      .forNoKeyUpdate()
      .execute();
    for (const { type, quota } of settings) {
      const row = { project_id: projectId, kind: countedQuotas[type].kind };
      if (quota === null) {
        await transaction
          .deleteFrom('project_quotas')
          .where('project_id', '=', projectId)
          .where('kind', '=', row.kind)
          .execute();
      } else {
        await transaction
          .insertInto('project_quotas')
          .values({ ...row, most: quota })
          .onConflict((conflict) => conflict.columns(['project_id', 'kind']).doUpdateSet({ most: quota }))
          .execute();
      }
    }
  });
}
