import { sql } from 'kysely';
import { imageTypeOf } from '../../catalogue/listImages.js';
import { findOfferedProduct, type Product } from '../../catalogue/products.js';
import type { Database } from '../../database/connect.js';
import type { EngineOffer } from '../../engines/contract.js';
import type { EngineImage } from '../../engines/images.js';
import type { ProjectId, SecurityGroupId, SubnetId } from '../../ids.js';
import type { Workspace } from '../../workspace/findWorkspace.js';
import { refuseUnfitGroup } from '../refuseUnfitGroup.js';
import type { CreateDesktopBody } from './createSchemas.js';
import { badOrder, type OrderPart, unknownInOrder } from './orderRefusals.js';
import { type OrderedVolume, refuseVolumes, unoffered } from './refuseVolumes.js';

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
  refuseVolumes(offer, [
    ['root_volume', body.root_volume],
    ...(body.data_volumes ?? []).map((volume, index): OrderedVolume => [`data_volumes.${index}`, volume]),
  ]);
  const product = findOfferedProduct(offer, body.product_id);
  if (product === undefined) throw unknownInOrder('product_id', body.product_id);
  const image = offer.images.find((candidate) => candidate.id === body.image_id);
  if (image === undefined) throw unknownInOrder('image_id', body.image_id);
  refuseOtherType(body, image);
  for (const [index, { user_group: group = '' }] of (body.desktops ?? []).entries())
    refuseUnfitGroup(group, image, `desktops.${index}.user_group`);
  refuseTooSmall(body, product, image);
  const groups = body.security_groups?.map((group) => group.id) ?? [];
  return {
    product,
    image,
    imageType: body.image_type ?? imageTypeOf(image),
    zone: findZone(offer, body.availability_zone ?? ''),
    subnetId: await findSubnet(database, projectId, defaults, body),
    securityGroupIds:
      groups.length === 0
        ? [defaults.desktop_security_group_id]
        : await findNamedGroups(database, projectId, groups, 'security_groups.id'),
  };
}

/**
 * What the engine came with is ordered as `gold` or `market`, what was imported as `private`.
 * @throws {ApiError} WKS.0001
 */
export function refuseOtherType(
  { image_type: wanted }: Pick<CreateDesktopBody, 'image_type'>,
  image: EngineImage,
  part: OrderPart = 'body',
): void {
  const type = imageTypeOf(image);
  const isThat = wanted === undefined || wanted === type || (wanted === 'market' && type === 'gold');
  if (isThat) return;
  const wording = {
    en: `image_type must be ${type} for the image ${image.name}`,
    zh: `镜像${image.name}的image_type必须为${type}`,
  };
  throw badOrder('image_type', wording, part);
}

function refuseTooSmall(body: CreateDesktopBody, product: Product, image: EngineImage): void {
  if (body.root_volume.size < image.minimumDiskGiB) {
    throw badOrder('root_volume.size', {
      en: `root_volume.size must be at least ${image.minimumDiskGiB} for the image ${image.name}`,
      zh: `镜像${image.name}要求root_volume.size不小于${image.minimumDiskGiB}`,
    });
  }
  if (product.memoryMiB < image.minimumMemoryMiB) {
    throw badOrder('product_id', {
      en: `product_id ${product.productId} has too little memory: the image ${image.name} needs ${image.minimumMemoryMiB} MB`,
      zh: `product_id ${product.productId}的内存小于镜像${image.name}所需的${image.minimumMemoryMiB}MB`,
    });
  }
}

function refuseUnoffered(body: CreateDesktopBody): void {
  if (body.eip !== undefined && body.eip !== null) {
    throw unoffered('eip', { en: 'public IP addresses (eip)', zh: '弹性公网IP（eip）' });
  }
  if ((body.nics?.length ?? 0) > 1) {
    throw unoffered('nics', {
      en: 'more than one network interface (nics)',
      zh: '每个桌面多个网卡（nics）',
    });
  }
}

function findZone(offer: EngineOffer, wanted: string): string {
  const zones = offer.availabilityZones;
  const zone = wanted === '' ? zones[0] : zones.find((candidate) => candidate.id === wanted);
  if (zone === undefined) throw unknownInOrder('availability_zone', wanted);
  return zone.id;
}

/** The subnet that was asked for, else the service's first one; in the VPC that was asked for, if any. */
async function findSubnet(
  database: Database,
  projectId: ProjectId,
  defaults: ServiceDefaults,
  body: CreateDesktopBody,
): Promise<SubnetId> {
  const vpc = (body.vpc_id ?? '').toLowerCase();
  const wanted = body.nics?.[0]?.subnet_id;
  const candidates = wanted === undefined ? defaults.subnet_ids : [wanted.toLowerCase()];
  const subnets = await findNamedSubnets(database, projectId, candidates);
  if (subnets.length === 0) throw unknownInOrder('nics.subnet_id', wanted ?? '');
  const subnet = vpc === '' ? subnets[0] : subnets.find((candidate) => candidate.vpc_id === vpc);
  if (subnet === undefined) {
    throw badOrder('vpc_id', {
      en: `vpc_id must be the VPC of the subnet: "${vpc}" is another one`,
      zh: `vpc_id的值“${vpc}”不是桌面子网所属的VPC`,
    });
  }
  return subnet.id;
}

/** The subnets of a project among those that are named, in that order. */
export async function findNamedSubnets(
  database: Database,
  projectId: ProjectId,
  named: readonly string[],
): Promise<{ readonly id: SubnetId; readonly vpc_id: string }[]> {
  const ids = named.map((id) => id.toLowerCase());
  return database
    .selectFrom('subnets')
    .select(['id', 'vpc_id'])
    .where('project_id', '=', projectId)
    .where(sql<boolean>`id::text = any(${ids}::text[])`)
    .orderBy(sql`array_position(${ids}::text[], id::text)`)
    .execute();
}

/**
 * The security groups that are named, each once.
 * @param field which names them
 * @throws {ApiError} WKS.0001 for one that is not there
 */
export async function findNamedGroups(
  database: Database,
  projectId: ProjectId,
  wanted: readonly string[],
  field: string,
): Promise<SecurityGroupId[]> {
  const rows = await database
    .selectFrom('security_groups')
    .select('id')
    .where('project_id', '=', projectId)
    .where(sql<boolean>`id::text = any(${wanted.map((id) => id.toLowerCase())}::text[])`)
    .execute();
  const known = new Map<string, SecurityGroupId>(rows.map((row) => [row.id, row.id]));
  const found = wanted.map((id) => {
    const group = known.get(id.toLowerCase());
    if (group === undefined) throw unknownInOrder(field, id);
    return group;
  });
  return [...new Set(found)];
}
