import { sql } from 'kysely';
import type { Database } from '../database/connect.js';
import type { ProjectId } from '../ids.js';
import { freeAddresses } from './allocateAddresses.js';
import { ipv6Of } from './rules/readRules.js';

/** One page of a list in id order: the entries after `marker`, at most `limit`. */
export interface PageRequest {
  readonly marker?: string | undefined;
  readonly limit: number;
  /** Only this one. */
  readonly id?: string | undefined;
}

export interface VpcRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly cidr: string;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export interface SubnetRow {
  readonly id: string;
  readonly vpc_id: string;
  readonly name: string;
  readonly description: string;
  readonly cidr: string;
  readonly gateway_ip: string;
  readonly dns_servers: string[];
  readonly ipv6_cidr: string | null;
  /** Null where it has no IPv6. */
  readonly ipv6_gateway: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  /** Whether a desktop that is not gone lies in it. */
  readonly used: boolean;
  /** Whether the service offers it for desktops. */
  readonly offered: boolean;
  /** How many IPv4 addresses desktops can still be given, by the rule of `allocateAddresses`. */
  readonly free_addresses: number;
}

export interface SecurityGroupRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly rules: readonly SecurityGroupRuleRow[];
}

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

export interface PortRow {
  readonly id: string;
  readonly subnet_id: string;
  readonly address: string;
  readonly mac_address: string;
  readonly desktop_id: string;
  readonly security_group_ids: string[];
}

/** The project's VPCs, in id order. */
export async function listVpcs(
  database: Database,
  projectId: ProjectId,
  page: PageRequest,
): Promise<VpcRow[]> {
  const { rows } = await sql<VpcRow>`
    select id::text, name, description, cidr::text, created_at, updated_at from vpcs
    where project_id = ${projectId} ${after('id', page)}
    order by id limit ${page.limit}`.execute(database);
  return rows;
}

/** The project's subnets, of one VPC or of all, in id order. */
export async function listSubnets(
  database: Database,
  projectId: ProjectId,
  page: PageRequest & { readonly vpcId?: string | undefined },
): Promise<SubnetRow[]> {
  const { rows } = await sql<SubnetRow>`
    select id::text, vpc_id::text, name, description, cidr::text, host(gateway_ip) as gateway_ip, created_at, updated_at,
      array(select host(server) from unnest(dns_servers) with ordinality as servers (server, place) order by place)
        as dns_servers, ipv6_cidr::text,
      case when ipv6_cidr is not null then host(${ipv6Of(sql`subnets.gateway_ip`)}) end as ipv6_gateway,
      exists (select from desktops where desktops.project_id = ${projectId}
        and desktops.subnet_id = subnets.id and desktops.gone_at is null) as used,
      exists (select from workspaces where workspaces.project_id = ${projectId}
        and subnets.id = any (workspaces.subnet_ids)) as offered,
      ${freeAddresses} as free_addresses
    from subnets
    where project_id = ${projectId} ${after('id', page)}
      ${page.vpcId === undefined ? sql`` : sql`and vpc_id::text = ${page.vpcId}`}
    order by id limit ${page.limit}`.execute(database);
  return rows;
}

/** The project's security groups, in id order. */
export async function listSecurityGroups(
  database: Database,
  projectId: ProjectId,
  page: PageRequest,
): Promise<SecurityGroupRow[]> {
  const { rows } = await sql<SecurityGroupRow>`
    select id::text, name, description, created_at, updated_at,
      array(select to_jsonb(r) from security_group_rules r where r.security_group_id = security_groups.id
        order by r.direction, r.family, r.id) as rules
    from security_groups
    where project_id = ${projectId} ${after('id', page)}
    order by id limit ${page.limit}`.execute(database);
  return rows;
}

/** The ports of the project's desktops that are there, in id order. A port's id is its item's. */
export async function listPorts(
  database: Database,
  projectId: ProjectId,
  page: PageRequest & {
    readonly address?: string | undefined;
    readonly subnetId?: string | undefined;
    readonly macAddress?: string | undefined;
    readonly desktopId?: string | undefined;
  },
): Promise<PortRow[]> {
  const same = (column: string, value: string | undefined) =>
    value === undefined ? sql`` : sql`and ${sql.raw(column)} = ${value}`;
  const { rows } = await sql<PortRow>`
    select items.id::text, items.subnet_id::text, host(items.address) as address,
      items.mac_address::text, items.desktop_id::text,
      array(select unnest(desktops.security_group_ids)::text) as security_group_ids
    from items join desktops on desktops.id = items.desktop_id
    where items.project_id = ${projectId} and items.kind = 'port' and items.state = 'present'
      ${after('items.id', page)} ${same('items.subnet_id::text', page.subnetId)}
      ${same('host(items.address)', page.address)} ${same('items.mac_address::text', page.macAddress)}
      ${same('items.desktop_id::text', page.desktopId)}
    order by items.id limit ${page.limit}`.execute(database);
  return rows;
}

/** Ids are compared as text: whatever a caller sends is an id that is not there, never an error of the database. */
export function after(column: 'id' | 'items.id', page: PageRequest) {
  const id = sql.raw(`${column}::text`);
  return sql`${page.marker === undefined ? sql`` : sql`and ${id} > ${page.marker}`}
    ${page.id === undefined ? sql`` : sql`and ${id} = ${page.id}`}`;
}
