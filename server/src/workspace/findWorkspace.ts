import { type Selectable, sql } from 'kysely';
import type { Database, Transaction } from '../database/connect.js';
import type { Schema } from '../database/schema.js';
import { ApiError } from '../errors/errors.js';
import type { ProjectId } from '../ids.js';

/** The service as it is open in a project. */
export type Workspace = Selectable<Schema['workspaces']>;

/** The service of a project; undefined: not open there. */
export async function findWorkspace(
  database: Database,
  projectId: ProjectId,
): Promise<Workspace | undefined> {
  return database.selectFrom('workspaces').selectAll().where('project_id', '=', projectId).executeTakeFirst();
}

/** The service of a project. @throws {ApiError} WKS.00010099 when it is not open there */
export async function requireWorkspace(database: Database, projectId: ProjectId): Promise<Workspace> {
  const workspace = await findWorkspace(database, projectId);
  if (workspace === undefined) throw new ApiError('WKS.00010099');
  return workspace;
}

/**
 * The service of a project, for whoever makes something in it: until the transaction ends nobody closes or locks it, and nobody else
 * makes anything in it, so that quotas that are counted behind this hold.
 * @throws {ApiError} WKS.00010099 when it is not open there, DPL.0409 while it is locked
 */
export async function holdWorkspace(transaction: Transaction, projectId: ProjectId): Promise<Workspace> {
  const workspace = await transaction
    .selectFrom('workspaces')
    .selectAll()
    .where('project_id', '=', projectId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (workspace === undefined) throw new ApiError('WKS.00010099');
  if (workspace.locked_at !== null) {
    throw new ApiError('DPL.0409', [
      {
        en: `the service of this project is locked (${workspace.lock_reason}); unlock it first`,
        zh: `该项目的云桌面服务已锁定（${workspace.lock_reason}），请先解锁`,
      },
    ]);
  }
  return workspace;
}

/** Whether a service of this installation has this enterprise ID, in any case: users name it to sign in, so that no two have the same. */
export async function isEnterpriseIdUsed(database: Database, enterpriseId: string): Promise<boolean> {
  const used = await database
    .selectFrom('workspaces')
    .select('id')
    .where(sql<boolean>`lower(enterprise_id) = lower(${enterpriseId})`)
    .limit(1)
    .executeTakeFirst();
  return used !== undefined;
}
