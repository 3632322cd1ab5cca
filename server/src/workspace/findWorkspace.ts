import type { Selectable } from 'kysely';
import type { Database } from '../database/connect.js';
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
