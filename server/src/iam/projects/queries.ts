import type { Ambient } from '../../ambient.js';
import { newHexId } from '../../ambient.js';
import { noteMade } from '../../auditEvents/openAuditEvent.js';
import type { Database } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import { requireFound } from '../../errors/requireFound.js';
import { asId, type DomainId, type ProjectId } from '../../ids.js';
import { lockAccount } from '../grants/lockAccount.js';
import { accountQuotas } from '../identities/quotas.js';
import { refuseTaken } from '../identities/taken.js';

export interface Project {
  readonly id: ProjectId;
  readonly domain_id: DomainId;
  /** Null: directly below its account. */
  readonly parent_id: ProjectId | null;
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
}

export interface ProjectFilter {
  readonly name?: string | undefined;
  readonly enabled?: boolean | undefined;
  /** The id of a project, or the account's. */
  readonly parentId?: string | undefined;
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
}

/** The projects of one account, by name. */
export async function listProjects(
  database: Database,
  domainId: DomainId,
  filter: ProjectFilter,
): Promise<Project[]> {
  let query = database
    .selectFrom('projects')
    .selectAll()
    .where('domain_id', '=', domainId)
    .orderBy('name')
    .orderBy('id');
  if (filter.name !== undefined) query = query.where('name', '=', filter.name);
  if (filter.enabled !== undefined) query = query.where('enabled', '=', filter.enabled);
  if (filter.parentId !== undefined) {
    const parent = asId<ProjectId>(filter.parentId);
    query = query.where(({ eb, fn }) => eb(fn.coalesce('parent_id', 'domain_id'), '=', parent));
  }
  if (filter.limit !== undefined) query = query.limit(filter.limit).offset(filter.offset ?? 0);
  return query.execute();
}

/** One project of the account; nothing for a missing and for a foreign one. */
export async function findProject(
  database: Database,
  domainId: DomainId,
  id: string,
): Promise<Project | undefined> {
  return database
    .selectFrom('projects')
    .selectAll()
    .where('domain_id', '=', domainId)
    .where('id', '=', asId<ProjectId>(id))
    .executeTakeFirst();
}

/**
 * What a new project may stand below: the account, or the region's project, which the API's documentation asks for.
 * @param id omitted: the account
 * @returns null for the account
 * @throws {ApiError} DPL.0404 for what is not there or is another account's (S16), WKS.0001 for another project of the account
 */
export async function findParent(
  { database, region }: { readonly database: Database; readonly region: string },
  domainId: DomainId,
  id: string | undefined,
): Promise<ProjectId | null> {
  if (id === undefined || id === domainId) return null;
  const project = requireFound(await findProject(database, domainId, id), 'parent');
  if (project.name === region) return project.id;
  throw new ApiError(
    'WKS.0001',
    [
      {
        en: `parent_id must be the id of the account or of its project ${region}`,
        zh: `parent_id必须为账号ID或区域项目${region}的ID`,
      },
    ],
    'body: project.parent_id',
  );
}

export interface NewProject {
  readonly domainId: DomainId;
  readonly parentId: ProjectId | null;
  readonly name: string;
  readonly description: string;
}

/**
 * @returns undefined when the account has a project of that name
 * @throws {ApiError} DPL.4091 when the account is full
 */
export async function createProject(
  { database, ambient }: { readonly database: Database; readonly ambient: Ambient },
  project: NewProject,
): Promise<Project | undefined> {
  return database.transaction().execute(async (transaction) => {
    // Taken before counting, so that of two calls the second counts the first one's project.
    await lockAccount(transaction, project.domainId);
    const { count } = await transaction
      .selectFrom('projects')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('domain_id', '=', project.domainId)
      .executeTakeFirstOrThrow();
    const max = accountQuotas.projects;
    if (Number(count) >= max) {
      throw new ApiError('DPL.4091', [{ en: `${max} projects`, zh: `${max}个项目` }]);
    }
    return transaction
      .insertInto('projects')
      .values({
        id: noteMade(asId<ProjectId>(newHexId(ambient))),
        domain_id: project.domainId,
        parent_id: project.parentId,
        name: project.name,
        description: project.description,
      })
      .onConflict((conflict) => conflict.columns(['domain_id', 'name']).doNothing())
      .returningAll()
      .executeTakeFirst();
  });
}

export interface ProjectChanges {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly enabled?: boolean | undefined;
}

/**
 * Changes a project of the account. A disabled one lets nobody in; what is in it stays as it is.
 * @returns undefined for a missing and for a foreign one
 * @throws {ApiError} DPL.0409 when another one has the name, or the region's project would lose it
 */
export async function updateProject(
  { database, region }: { readonly database: Database; readonly region: string },
  domainId: DomainId,
  id: string,
  changes: ProjectChanges,
): Promise<Project | undefined> {
  const { name, description, enabled } = changes;
  const project = await findProject(database, domainId, id);
  if (project === undefined) return undefined;
  // Clients look it up by this name (docs/reference/tokens.md#what-sdks-ask-first), and so does the service at its next start.
  if (project.name === region && name !== undefined && name !== region) {
    throw new ApiError('DPL.0409', [
      { en: 'the project of the region cannot be renamed', zh: '区域默认项目不能改名' },
    ]);
  }
  return refuseTaken(projectNameTaken(name ?? ''), () =>
    database
      .updateTable('projects')
      .set({
        name: name ?? project.name,
        ...(description === undefined ? {} : { description }),
        ...(enabled === undefined ? {} : { enabled }),
      })
      .where('id', '=', project.id)
      .where('domain_id', '=', domainId)
      .returningAll()
      .executeTakeFirst(),
  );
}

export const projectNameTaken = (name: string): ApiError =>
  new ApiError('DPL.0409', [{ en: `the project name ${name} is in use`, zh: `已存在名为${name}的项目` }]);
