import { sql } from 'kysely';
import { findOfferedProduct, type Product } from '../catalogue/products.js';
import type { Database } from '../database/connect.js';
import type { EngineImage, EngineOffer } from '../engines/contract.js';
import { ApiError } from '../http/errors.js';
import type { ProjectId, SecurityGroupId, SubnetId } from '../ids.js';
import type { Workspace } from '../workspace/findWorkspace.js';
import type { CreateDesktopBody } from './createSchemas.js';

/** A desktop order with every name in it found to stand for something that exists. */
export interface ResolvedOrder {
  readonly product: Product;
  readonly image: EngineImage;
  readonly imageType: string;
  readonly zone: string;
  readonly subnetId: SubnetId;
  readonly securityGroupIds: readonly SecurityGroupId[];
}

/** What an order leaves open, from the service of the project. */
export type ServiceDefaults = Pick<Workspace, 'subnet_ids' | 'desktop_security_group_id'>;

/**
 * Checks an order against what there is, before anything is written (S4).
 * @throws {ApiError} WKS.0001 naming the field; DPL.0501 for what no engine here can do
 */
export async function resolveOrder(
  database: Database,
  projectId: ProjectId,
  offer: EngineOffer,
  defaults: ServiceDefaults,
  body: CreateDesktopBody,
): Promise<ResolvedOrder> {
  refuseUnoffered(body);
  const product = findOfferedProduct(offer, body.product_id);
  if (product === undefined) throw unknown('product_id', body.product_id);
  const image = offer.images.find((candidate) => candidate.id === body.image_id);
  if (image === undefined) throw unknown('image_id', body.image_id);
  if (body.root_volume.size < image.minimumDiskGiB) {
    throw new ApiError('WKS.0001', [`root_volume.size < ${image.minimumDiskGiB}`], 'body: root_volume.size');
  }
  return {
    product,
    image,
    imageType: body.image_type ?? 'gold',
    zone: findZone(offer, body.availability_zone ?? ''),
    subnetId: await findSubnet(database, projectId, defaults, body.nics?.[0]?.subnet_id),
    securityGroupIds: await findSecurityGroups(
      database,
      projectId,
      body.security_groups?.map((group) => group.id) ?? [],
      defaults.desktop_security_group_id,
    ),
  };
}

function refuseUnoffered(body: CreateDesktopBody): void {
  const volumes = [body.root_volume, ...(body.data_volumes ?? [])];
  if (volumes.some((volume) => (volume.kms_id ?? '') !== '')) throw new ApiError('DPL.0501', ['kms_id']);
  if (body.eip !== undefined && body.eip !== null) throw new ApiError('DPL.0501', ['eip']);
  if ((body.nics?.length ?? 0) > 1) throw new ApiError('DPL.0501', ['nics[1]']);
}

function findZone(offer: EngineOffer, wanted: string): string {
  const zones = offer.availabilityZones;
  const zone = wanted === '' ? zones[0] : zones.find((candidate) => candidate.id === wanted);
  if (zone === undefined) throw unknown('availability_zone', wanted);
  return zone.id;
}

async function findSubnet(
  database: Database,
  projectId: ProjectId,
  defaults: ServiceDefaults,
  wanted: string | undefined,
): Promise<SubnetId> {
  const [first] = defaults.subnet_ids;
  if (wanted === undefined && first !== undefined) return first;
  const row = await database
    .selectFrom('subnets')
    .select('id')
    .where('project_id', '=', projectId)
    .where(sql<string>`id::text`, '=', wanted ?? '')
    .executeTakeFirst();
  if (row === undefined) throw unknown('nics[0].subnet_id', wanted ?? '');
  return row.id;
}

async function findSecurityGroups(
  database: Database,
  projectId: ProjectId,
  wanted: readonly string[],
  standard: SecurityGroupId,
): Promise<SecurityGroupId[]> {
  if (wanted.length === 0) return [standard];
  const rows = await database
    .selectFrom('security_groups')
    .select('id')
    .where('project_id', '=', projectId)
    .where(sql<boolean>`id::text = any(${wanted}::text[])`)
    .execute();
  const known = new Map<string, SecurityGroupId>(rows.map((row) => [row.id, row.id]));
  return [...new Set(wanted)].map((id) => {
    const found = known.get(id);
    if (found === undefined) throw unknown('security_groups', id);
    return found;
  });
}

function unknown(field: string, value: string): ApiError {
  return new ApiError('WKS.0001', [`${field}: "${value.slice(0, 100)}"`], `body: ${field}`);
}
