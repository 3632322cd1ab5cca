import { sql } from 'kysely';
import type { Database } from '../database/connect.js';
import type { ProjectId } from '../ids.js';
import { after, type PageRequest, type SecurityGroupRuleRow } from './queries.js';

export interface RulePage extends PageRequest {
  readonly securityGroupId?: string | undefined;
  readonly remoteGroupId?: string | undefined;
  readonly direction?: string | undefined;
}

/** The rules of the project's security groups, in id order. */
export async function listRules(
  database: Database,
  projectId: ProjectId,
  page: RulePage,
): Promise<SecurityGroupRuleRow[]> {
  const same = (column: string, value: string | undefined) =>
    value === undefined ? sql`` : sql`and ${sql.raw(column)} = ${value}`;
  const { rows } = await sql<SecurityGroupRuleRow>`
    select id::text, security_group_id::text, direction, family, protocol, port_min, port_max, port_list,
      remote_cidr::text, remote_group_id::text, priority, description, created_at
    from security_group_rules
    where project_id = ${projectId} ${after('id', page)}
      ${same('security_group_id::text', page.securityGroupId)} ${same('remote_group_id::text', page.remoteGroupId)}
      ${same('direction', page.direction)}
    order by id limit ${page.limit}`.execute(database);
  return rows;
}
