import { sql } from 'kysely';
import type { Ambient } from '../../ambient.js';
import { noteMade } from '../../auditEvents/openAuditEvent.js';
import type { Transaction } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import { requireFound } from '../../errors/requireFound.js';
import { asId, type ProjectId, type SubnetId, type VpcId } from '../../ids.js';
import { listSubnets, type SubnetRow } from '../queries.js';
import { readSubnetPlan } from './addressPlan.js';
import { cameWithProject, type NetworkChangeParts, readVpc } from './changeVpcs.js';
import { lockNetworks, requireNetworkQuota } from './networkQuotas.js';
import { type Reason, refuseField } from './networkRefusals.js';

export interface SubnetChanges {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** What its name servers are to be, the first one first, given what they are; undefined: as they are. */
  readonly dnsServers: (before: readonly string[]) => readonly string[] | undefined;
  readonly ipv6?: boolean | undefined;
}

export interface NewSubnet extends Pick<SubnetChanges, 'description' | 'ipv6'> {
  readonly vpcId: string;
  readonly name: string;
  readonly dnsServers?: readonly string[] | undefined;
  readonly cidr: string;
  readonly gateway: string;
}

/**
 * @throws {ApiError} DPL.0404 for a missing VPC; VPC.0201, VPC.0203, VPC.0212 for an address that does not fit; VPC.0204 where another
 * subnet of the VPC has some of the addresses; DPL.4091 when the project is full
 */
export async function createSubnet(
  { database, ambient }: NetworkChangeParts,
  projectId: ProjectId,
  wanted: NewSubnet,
): Promise<SubnetRow> {
  return database.transaction().execute(async (transaction) => {
    await lockNetworks(transaction, projectId);
    const vpc = await readVpc(transaction, projectId, wanted.vpcId);
    const { cidr, gateway } = readSubnetPlan(vpc.cidr, { cidr: wanted.cidr, gateway: wanted.gateway });
    await refuseOverlap(transaction, projectId, vpc.id, cidr);
    await requireNetworkQuota(transaction, projectId, 'subnets', 1);
    const id = noteMade(asId<SubnetId>(ambient.uuid()));
    const now = ambient.now();
    await transaction
      .insertInto('subnets')
      .values({
        id,
        project_id: projectId,
        vpc_id: asId<VpcId>(vpc.id),
        name: wanted.name,
        description: wanted.description ?? '',
        cidr,
        gateway_ip: gateway,
        dns_servers: [...(wanted.dnsServers ?? [])],
        ipv6_cidr: wanted.ipv6 === true ? newIpv6Range(ambient) : null,
        created_at: now,
        updated_at: now,
      })
      .execute();
    return readSubnet(transaction, projectId, id);
  });
}

/**
 * Name servers reach a desktop when its port is made, so those of desktops that are there do not change.
 * @throws {ApiError} DPL.0404; VPC.0207 when it is in another VPC; DPL.0409 when IPv6 would come to addresses in use, or go
 */
export async function updateSubnet(
  { database, ambient }: NetworkChangeParts,
  projectId: ProjectId,
  { vpcId, id }: SubnetPlace,
  changes: SubnetChanges,
): Promise<SubnetRow> {
  return database.transaction().execute(async (transaction) => {
    await lockNetworks(transaction, projectId);
    const subnet = await lockSubnet(transaction, projectId, vpcId, id);
    const hasIpv6 = subnet.ipv6_cidr !== null;
    const gainsIpv6 = changes.ipv6 === true && !hasIpv6;
    if (changes.ipv6 === false && hasIpv6) {
      throw ipv6Stays({ en: 'IPv6 cannot be taken from a subnet', zh: '子网开启IPv6后不能关闭' });
    }
    if (gainsIpv6 && (await countUses(transaction, projectId, id)) > 0) {
      throw ipv6Stays({
        en: 'desktops are in the subnet; IPv6 can only be given to one without',
        zh: '子网中已有桌面，只能为没有桌面的子网开启IPv6',
      });
    }
    const dnsServers = changes.dnsServers(subnet.dns_servers);
    await transaction
      .updateTable('subnets')
      .set({
        ...(changes.name === undefined ? {} : { name: changes.name }),
        ...(changes.description === undefined ? {} : { description: changes.description }),
        ...(dnsServers === undefined ? {} : { dns_servers: [...dnsServers] }),
        ...(gainsIpv6 ? { ipv6_cidr: newIpv6Range(ambient) } : {}),
        updated_at: ambient.now(),
      })
      .where('id', '=', asId<SubnetId>(subnet.id))
      .where('project_id', '=', projectId)
      .execute();
    return readSubnet(transaction, projectId, id);
  });
}

/**
 * @throws {ApiError} DPL.0404; VPC.0207 when it is in another VPC; VPC.0209 while a desktop is in it, or an address was not seen free
 * again; DPL.0409 for one that the service gives to desktops
 */
export async function deleteSubnet(
  { database }: NetworkChangeParts,
  projectId: ProjectId,
  { vpcId, id }: SubnetPlace,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await lockNetworks(transaction, projectId);
    const subnet = await lockSubnet(transaction, projectId, vpcId, id);
    if (subnet.offered) throw cameWithProject('subnet');
    const uses = await countUses(transaction, projectId, id);
    if (uses > 0) throw new ApiError('VPC.0209', [String(uses)]);
    await transaction
      .deleteFrom('subnets')
      .where('id', '=', asId<SubnetId>(subnet.id))
      .where('project_id', '=', projectId)
      .execute();
  });
}

/** A subnet, and the VPC that it is said to be in. */
export interface SubnetPlace {
  readonly vpcId: string;
  readonly id: string;
}

async function readSubnet(transaction: Transaction, projectId: ProjectId, id: string): Promise<SubnetRow> {
  const [subnet] = await listSubnets(transaction, projectId, { id, limit: 1 });
  return requireFound(subnet, 'subnet');
}

/** So that no desktop gets an address in it meanwhile (`allocateAddresses` locks it, too). */
async function lockSubnet(
  transaction: Transaction,
  projectId: ProjectId,
  vpcId: string,
  id: string,
): Promise<SubnetRow> {
  await sql`select from subnets where project_id = ${projectId} and id::text = ${id} for update`.execute(
    transaction,
  );
  const subnet = await readSubnet(transaction, projectId, id);
  if (subnet.vpc_id !== vpcId) throw new ApiError('VPC.0207', [subnet.id], 'path: vpc_id');
  return subnet;
}

/** How many desktops are in it, or went and have not given their address back yet (L6). */
async function countUses(transaction: Transaction, projectId: ProjectId, id: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select desktop_id from items
      where project_id = ${projectId} and subnet_id::text = ${id} and held_address is not null
      union
      select id from desktops where project_id = ${projectId} and subnet_id::text = ${id} and gone_at is null
    ) as users`.execute(transaction);
  return rows[0]?.count ?? 0;
}

async function refuseOverlap(
  transaction: Transaction,
  projectId: ProjectId,
  vpcId: string,
  cidr: string,
): Promise<void> {
  const { rows } = await sql<{ name: string; cidr: string }>`
    select name, cidr::text from subnets
    where project_id = ${projectId} and vpc_id::text = ${vpcId} and cidr && ${cidr}::cidr
    order by cidr limit 1`.execute(transaction);
  const [other] = rows;
  if (other === undefined) return;
  throw refuseField('VPC.0204', 'subnet.cidr', {
    en: `${cidr} has addresses of ${other.cidr}, subnet ${other.name}`,
    zh: `${cidr}与子网${other.name}的${other.cidr}重叠`,
  });
}

const ipv6Stays = (reason: Reason): ApiError =>
  new ApiError('DPL.0409', [reason], 'body: subnet.ipv6_enable');

/** A range of unique local addresses (RFC 4193), which no other network has, as good as certainly. */
function newIpv6Range(ambient: Ambient): string {
  const digits = `fd${ambient.randomBytes(7).toString('hex')}`;
  return `${(digits.match(/.{4}/g) ?? []).join(':')}::/64`;
}
