import { type Static, Type } from 'typebox';
import type { EngineOffer } from '../engines/contract.js';
import type { EngineImage } from '../engines/images.js';
import { limitOf } from '../http/schemas/paging.js';
import { Filter } from '../http/schemas/text.js';
import { oneOf } from '../http/schemas/values.js';
import { compare, type ImageType, imageTypeOf, marketImages, platformOf } from './listImages.js';

/** What the fields of an image are narrowed to, by the field's name; an image without the field fits no value. */
const fieldFilters = {
  id: Filter,
  name: Filter,
  status: Filter,
  visibility: Filter,
  protected: Filter,
  owner: Filter,
  container_format: Filter,
  disk_format: Filter,
  min_disk: Filter,
  min_ram: Filter,
  architecture: Filter,
  member_status: Filter,
  tag: Filter,
  flavor_id: Filter,
  virtual_env_type: Filter,
  __imagetype: Filter,
  __os_type: Filter,
  __os_bit: Filter,
  __platform: Filter,
  __isregistered: Filter,
  __support_kvm: Filter,
  __support_kvm_gpu_type: Filter,
  __support_kvm_infiniband: Filter,
  __support_xen: Filter,
  __support_xen_gpu_type: Filter,
  __support_xen_hana: Filter,
  __support_diskintensive: Filter,
  __support_highperformance: Filter,
  __support_largememory: Filter,
};

/** The query of ListCloudImages. */
export const CloudImageQuery = Type.Object({
  ...fieldFilters,
  enterprise_project_id: Filter,
  marker: Filter,
  limit: limitOf({ max: 1000, usual: 500 }),
  sort_key: Filter,
  sort_dir: Type.Optional(oneOf(['asc', 'desc'])),
});

/** One page of the images as the image service (IMS) shows them, by id unless another order is asked for. */
export function listCloudImages(offer: EngineOffer, query: Static<typeof CloudImageQuery>) {
  const type = query.__imagetype === 'market' ? query.__imagetype : undefined;
  const all = (type === undefined ? offer.images : marketImages(offer)).map((image) =>
    present(offer, image, type),
  );
  const wanted = Object.keys(fieldFilters).flatMap((field): [string, string][] => {
    const value: unknown = Reflect.get(query, field);
    return typeof value === 'string' && value !== '' ? [[field, value.toLowerCase()]] : [];
  });
  const project = query.enterprise_project_id ?? '';
  const isEverywhere = project === '' || project === 'all_granted_eps';
  const fitting = (image: object, field: string): string =>
    field === 'architecture' ? offer.architecture : textOf(image, field);
  const found = all
    .filter((image) => wanted.every(([field, value]) => fitting(image, field) === value))
    .filter((image) => isEverywhere || image.enterprise_project_id === project)
    .sort((one, other) => compare(one.id, other.id));
  const { marker, sort_dir: direction } = query;
  const key = query.sort_key ?? (direction === undefined ? '' : 'created_at');
  const sign = direction === 'desc' ? -1 : 1;
  const ordered = found.toSorted((one, other) => sign * byNumber(textOf(one, key), textOf(other, key)));
  return {
    images: after(ordered, marker, key === '' && sign === 1).slice(0, query.limit),
    schema: '/v2/schemas/images',
    first: '/v2/cloudimages',
  };
}

/**
 * What comes behind the image that a page ended with. By id its place is known also once it is gone; in another order nothing
 * follows then, rather than everything once more.
 */
function after<Image extends { readonly id: string }>(
  images: readonly Image[],
  marker: string | undefined,
  isById: boolean,
): readonly Image[] {
  if (marker === undefined) return images;
  if (isById) return images.filter(({ id }) => id > marker);
  const at = images.findIndex(({ id }) => id === marker);
  return at < 0 ? [] : images.slice(at + 1);
}

const byNumber = new Intl.Collator('en', { numeric: true }).compare;

const textOf = (image: object, field: string): string =>
  String(Reflect.get(image, field) ?? '').toLowerCase();

function present(offer: EngineOffer, image: EngineImage, type: ImageType = imageTypeOf(image)) {
  return {
    id: image.id,
    name: image.name,
    status: 'active',
    visibility: image.imported === undefined ? 'public' : 'private',
    protected: image.imported === undefined,
    container_format: 'bare',
    disk_format: 'raw',
    min_ram: image.minimumMemoryMiB,
    min_disk: image.minimumDiskGiB,
    created_at: image.createdAt,
    updated_at: image.createdAt,
    tags: [],
    self: `/v2/images/${image.id}`,
    schema: '/v2/schemas/image',
    file: `/v2/images/${image.id}/file`,
    owner: '',
    enterprise_project_id: '0',
    __imagetype: type,
    __os_type: image.osType,
    __os_version: image.osVersion,
    __os_bit: '64',
    __platform: platformOf(image),
    __support_kvm: String(offer.architecture === 'x86'),
    __image_source_type: 'uds',
    __isregistered: 'true',
    __image_size: String(image.imported?.bytes ?? 0),
  };
}
