import { sql } from 'kysely';
import type { Database } from '../../database/connect.js';
import type { ProjectId, SecurityGroupId } from '../../ids.js';
import type { GroupMember, GroupRule } from './resolveRules.js';

/** What the rules of a project's ports follow from. */
export interface ProjectRules {
  readonly rules: readonly GroupRule[];
  /** Of the groups that rules name as their other side. */
  readonly members: readonly GroupMember[];
}

/**
 * Reads the rules of a project's security groups and who is meant by them. A port counts from the moment it is recorded until
 * it was seen absent: until then its address is nobody else's (L6).
 */
export async function readProjectRules(database: Database, projectId: ProjectId): Promise<ProjectRules> {
  const { rows: rules } = await sql<GroupRule>`
    select security_group_id as "securityGroupId", direction, family, protocol, ports.least as "portMin",
      ports.most as "portMax", remote_cidr::text as "remoteCidr", remote_group_id as "remoteGroupId"
    from security_group_rules cross join lateral (
      select port_min as least, port_max as most where port_list is null
      union all
      select split_part(part, '-', 1)::int, coalesce(nullif(split_part(part, '-', 2), ''), part)::int
      from unnest(string_to_array(port_list, ',')) as part
    ) as ports
    where project_id = ${projectId}`.execute(database);
  const named = new Set(rules.flatMap((rule) => (rule.remoteGroupId === null ? [] : [rule.remoteGroupId])));
  return { rules, members: named.size === 0 ? [] : await readMembers(database, projectId, [...named]) };
}

async function readMembers(
  database: Database,
  projectId: ProjectId,
  groups: readonly SecurityGroupId[],
): Promise<GroupMember[]> {
  const { rows } = await sql<GroupMember>`
    select named.id as "groupId", addresses.family, addresses.cidr
    from unnest(${[...groups]}::uuid[]) as named (id)
    join desktops on named.id = any (desktops.security_group_ids)
    join items on items.desktop_id = desktops.id and items.kind = 'port' and items.state <> 'absent'
      and items.place = 'current'
    join subnets on subnets.id = items.subnet_id
    cross join lateral (
      values (4, host(items.address) || '/32'), (6, host(${ipv6Of(sql`items.address`)}) || '/128')
    ) as addresses (family, cidr)
    where desktops.project_id = ${projectId} and items.project_id = ${projectId} and addresses.cidr is not null`.execute(
    database,
  );
  return rows;
}

/** The IPv6 address of a subnet at the place that an IPv4 address has in it; null where it has no IPv6. */
export function ipv6Of(address: ReturnType<typeof sql>) {
  return sql`(set_masklen(subnets.ipv6_cidr::inet, 128) + (${address} - set_masklen(subnets.cidr::inet, 32)))`;
}
