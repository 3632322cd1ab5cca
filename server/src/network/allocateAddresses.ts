import { sql } from 'kysely';
import type { Transaction } from '../database/connect.js';
import { ApiError, type ErrorArgument } from '../errors/errors.js';
import { requireFound } from '../errors/requireFound.js';
import type { ProjectId, SubnetId } from '../ids.js';

export interface AddressRequest {
  readonly projectId: ProjectId;
  readonly subnetId: SubnetId;
  readonly count: number;
  /** Addresses to be had, in order; the rest, if any, are the lowest free ones. */
  readonly wanted?: readonly string[];
  /** Where in the body a wanted one stands, by its place among them. */
  readonly fieldOf?: (index: number) => string;
}

/**
 * Free IPv4 addresses of a subnet: the wanted ones, then the lowest. Neither the network's, the gateway's nor the
 * broadcast address, nor one whose port was not yet seen absent (L6).
 *
 * The subnet stays locked until the transaction ends, so that calls at the same moment take turns instead of choosing
 * the same addresses; the caller inserts the ports in the same transaction, and the index `items_by_address` has the
 * last word. Several subnets in one transaction: in the order of their ids.
 * @returns as many addresses as asked for
 * @throws {ApiError} DPL.0404 for a foreign or missing subnet, WKS.0001 for a wanted address that is not of the subnet,
 * DPL.0409 for one that is taken and for a subnet without so many free addresses
 */
export async function allocateAddresses(
  transaction: Transaction,
  request: AddressRequest,
): Promise<string[]> {
  const { projectId, subnetId, count } = request;
  requireFound(
    await transaction
      .selectFrom('subnets')
      .select('id')
      .where('id', '=', subnetId)
      .where('project_id', '=', projectId)
      .forNoKeyUpdate()
      .executeTakeFirst(),
    'subnet',
  );
  const wanted = (request.wanted ?? []).slice(0, count);
  await refuseUnusable(transaction, subnetId, wanted, request.fieldOf);
  const free = await lowestFree(transaction, subnetId, count - wanted.length, wanted);
  if (wanted.length + free.length < count) {
    throw new ApiError('DPL.0409', [
      {
        en: `subnet ${subnetId} has fewer than ${count} free addresses`,
        zh: `子网${subnetId}的空闲地址少于${count}个`,
      },
    ]);
  }
  return [...wanted, ...free];
}

/** SQL: how many addresses of the row of `subnets` at hand {@link allocateAddresses} could still give. */
export const freeAddresses = sql<number>`greatest(0, broadcast(subnets.cidr) - subnets.cidr::inet - 1
  - (subnets.gateway_ip << subnets.cidr)::int
  - (select count(*) from items where items.subnet_id = subnets.id and items.held_address is not null))::int`;

const addressText = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|$)){4}$/;

async function refuseUnusable(
  transaction: Transaction,
  subnetId: SubnetId,
  wanted: readonly string[],
  fieldOf: AddressRequest['fieldOf'],
): Promise<void> {
  if (wanted.length === 0) return;
  const refuse = (code: 'WKS.0001' | 'DPL.0409', words: ErrorArgument, index: number): ApiError =>
    new ApiError(code, [words], fieldOf === undefined ? undefined : `body: ${fieldOf(index)}`);
  for (const [index, address] of wanted.entries())
    if (!addressText.test(address) || address.endsWith('.'))
      throw refuse(
        'WKS.0001',
        { en: `"${address}" is not an IPv4 address`, zh: `“${address}”不是IPv4地址` },
        index,
      );
  for (const [index, address] of wanted.entries())
    if (wanted.indexOf(address) !== index)
      throw refuse('WKS.0001', { en: `address ${address} is named twice`, zh: `地址${address}重复` }, index);
  const { rows } = await sql<{ address: string; index: number; usable: boolean; taken: boolean }>`
    select host(wanted.address) as address, wanted.position::int - 1 as index,
      wanted.address << subnets.cidr and wanted.address <> subnets.gateway_ip
        and wanted.address <> set_masklen(subnets.cidr::inet, 32)
        and wanted.address <> set_masklen(broadcast(subnets.cidr), 32) as usable,
      exists (select from items where items.subnet_id = subnets.id
        and items.held_address = wanted.address) as taken
    from subnets, unnest(${[...wanted]}::inet[]) with ordinality as wanted (address, position)
    where subnets.id = ${subnetId}
    order by wanted.position`.execute(transaction);
  const outside = rows.find((row) => !row.usable);
  if (outside !== undefined) {
    throw refuse(
      'WKS.0001',
      {
        en: `address ${outside.address} is no desktop address of subnet ${subnetId}`,
        zh: `地址${outside.address}不是子网${subnetId}中可供桌面使用的地址`,
      },
      outside.index,
    );
  }
  const taken = rows.find((row) => row.taken);
  if (taken !== undefined)
    throw refuse(
      'DPL.0409',
      { en: `address ${taken.address} is taken`, zh: `地址${taken.address}已被占用` },
      taken.index,
    );
}

/**
 * Among the first n addresses at most as many as are used can be taken, so the lowest free ones are found without
 * walking the whole subnet.
 */
async function lowestFree(
  transaction: Transaction,
  subnetId: SubnetId,
  count: number,
  except: readonly string[],
): Promise<string[]> {
  if (count <= 0) return [];
  const { rows } = await sql<{ address: string }>`
    with used as materialized (
      select held_address as address from items where subnet_id = ${subnetId} and held_address is not null
      union select gateway_ip from subnets where id = ${subnetId}
      union select unnest(${[...except]}::inet[])
    ), candidates as (
      select set_masklen(subnets.cidr::inet, 32) + number as address
      from subnets, generate_series(1, least(
        (broadcast(subnets.cidr) - subnets.cidr::inet) - 1,
        (select count(*) from used) + ${count}::bigint)) as number
      where subnets.id = ${subnetId}
    )
    select host(address) as address from candidates
    where not exists (select from used where used.address = candidates.address)
    order by candidates.address limit ${count}`.execute(transaction);
  return rows.map((row) => row.address);
}
