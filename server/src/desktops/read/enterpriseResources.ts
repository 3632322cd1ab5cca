import { sql } from 'kysely';
import type { Snapshot } from '../../database/oneSnapshot.js';
import type { DomainId } from '../../ids.js';

/** What enterprise projects call a desktop. */
export const desktopResourceType = 'workspace-desktop';

export interface ResourceFilter {
  readonly enterpriseProjectId: string;
  /** Undefined: every project of the account. */
  readonly projects: readonly string[] | undefined;
  readonly nameParts: readonly string[];
  readonly offset: number;
  readonly limit: number;
}

/** The desktops of an enterprise project in all projects of an account, the oldest first; gone ones are not among them. */
export async function listEnterpriseResources(
  database: Snapshot,
  domainId: DomainId,
  filter: ResourceFilter,
) {
  const found = database
    .selectFrom('desktops as d')
    .innerJoin('projects as p', 'p.id', 'd.project_id')
    .where('p.domain_id', '=', domainId)
    .where('d.enterprise_project_id', '=', filter.enterpriseProjectId)
    .where('d.gone_at', 'is', null)
    .$if(filter.projects !== undefined, (query) =>
      query.where(sql<boolean>`d.project_id = any(${filter.projects ?? []}::text[])`),
    )
    .where(
      sql<boolean>`not exists (
        select from unnest(${filter.nameParts}::text[]) as part
        where strpos(lower(d.computer_name), lower(part)) = 0)`,
    );
  const { total } = await found.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow();
  const rows = await found
    .select(['d.id', 'd.computer_name', 'd.project_id', 'p.name'])
    .orderBy('d.created_at')
    .orderBy('d.id')
    .offset(filter.offset)
    .limit(filter.limit)
    .execute();
  return {
    errors: [],
    resources: rows.map((row) => ({
      resource_id: row.id,
      resource_name: row.computer_name,
      resource_type: desktopResourceType,
      project_id: row.project_id,
      project_name: row.name,
      enterprise_project_id: filter.enterpriseProjectId,
      resource_detail: {},
    })),
    total_count: total,
  };
}
