import { sql } from 'kysely';
import type { Database } from '../database/connect.js';
import type { ProjectId } from '../ids.js';
import { after, type PageRequest } from './queries.js';

/** A rule of a security group, as it is on record. */
export interface SecurityGroupRuleRow {
  readonly id: string;
  readonly security_group_id: string;
  readonly direction: 'ingress' | 'egress';
  readonly family: 4 | 6;
  readonly protocol: 'any' | 'tcp' | 'udp' | 'icmp';
  readonly port_min: number | null;
  readonly port_max: number | null;
  /** Several ports and ranges; null: the two above say it. */
  readonly port_list: string | null;
  readonly remote_cidr: string | null;
  readonly remote_group_id: string | null;
  readonly priority: number;
  readonly description: string;
  readonly created_at: string | Date;
}

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
