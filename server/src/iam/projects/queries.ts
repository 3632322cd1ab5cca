import type { Ambient } from '../../ambient.js';
import { newHexId } from '../../ambient.js';
import type { Database } from '../../database/connect.js';
import { asId, type DomainId, type ProjectId } from '../../ids.js';

export interface Project {
  readonly id: ProjectId;
  readonly domain_id: DomainId;
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
}

export interface ProjectFilter {
  readonly name?: string | undefined;
  readonly enabled?: boolean | undefined;
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

/** @returns undefined when the account has a project of that name */
export async function insertProject(
  { database, ambient }: { readonly database: Database; readonly ambient: Ambient },
  project: { readonly domainId: DomainId; readonly name: string; readonly description: string },
): Promise<Project | undefined> {
  return database
    .insertInto('projects')
    .values({
      id: asId<ProjectId>(newHexId(ambient)),
      domain_id: project.domainId,
      name: project.name,
      description: project.description,
    })
    .onConflict((conflict) => conflict.columns(['domain_id', 'name']).doNothing())
    .returningAll()
    .executeTakeFirst();
}
