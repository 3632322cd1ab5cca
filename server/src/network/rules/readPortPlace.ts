import { sql } from 'kysely';
import type { Database } from '../../database/connect.js';
import type { PortSpec } from '../../engines/contract.js';
import type { ItemId, ProjectId } from '../../ids.js';
import { ipv6Of, readProjectRules } from './readRules.js';
import { resolveRules } from './resolveRules.js';

interface PlaceRow
  extends Pick<PortSpec, 'vpcId' | 'subnetId' | 'subnetCidr' | 'gatewayAddress' | 'address'> {
  readonly macAddress: string;
  readonly dnsServers: readonly string[];
  readonly ipv6: NonNullable<PortSpec['ipv6']> | null;
  readonly groups: Parameters<typeof resolveRules>[0];
}

/**
 * Where a port of the ledger is to be, and what may pass it now.
 * @param otherDnsServers for subnets that name none
 * @throws {Error} when the port has no address on record
 */
export async function readPortPlace(
  database: Database,
  port: { readonly id: ItemId; readonly projectId: ProjectId },
  otherDnsServers: readonly string[],
): Promise<Omit<PortSpec, 'kind' | 'name' | 'projectId' | 'desktopId'>> {
  const { rows } = await sql<PlaceRow>`
    select subnets.vpc_id as "vpcId", subnets.id as "subnetId", subnets.cidr::text as "subnetCidr",
      host(subnets.gateway_ip) as "gatewayAddress", host(items.address) as address,
      items.mac_address::text as "macAddress",
      array(select host(server) from unnest(subnets.dns_servers) with ordinality as servers (server, place) order by place)
        as "dnsServers",
      case when subnets.ipv6_cidr is not null then json_build_object(
        'subnetCidr', subnets.ipv6_cidr::text,
        'gatewayAddress', host(${ipv6Of(sql`subnets.gateway_ip`)}),
        'address', host(${ipv6Of(sql`items.address`)})) end as ipv6,
      case when items.place = 'next'
        then array(select jsonb_array_elements_text(desktops.task_change -> 'securityGroupIds'))::uuid[]
        else desktops.security_group_ids end as groups
    from items join subnets on subnets.id = items.subnet_id and subnets.project_id = items.project_id
      join desktops on desktops.id = items.desktop_id
    where items.id = ${port.id} and items.project_id = ${port.projectId}
      and items.address is not null and items.mac_address is not null`.execute(database);
  const [row] = rows;
  if (row === undefined) throw new Error(`Port ${port.id} has no address on record.`);
  const { groups, ipv6, dnsServers, ...place } = row;
  const { rules, members } = await readProjectRules(database, port.projectId);
  return {
    ...place,
    dnsServers: dnsServers.length > 0 ? dnsServers : otherDnsServers,
    ...(ipv6 === null ? {} : { ipv6 }),
    rules: resolveRules(groups, rules, members),
  };
}
