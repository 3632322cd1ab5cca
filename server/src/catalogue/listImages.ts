import type { EngineOffer } from '../engines/contract.js';
import type { EngineImage } from '../engines/images.js';

export interface ImageFilter {
  readonly os_type?: string;
  readonly image_type?: string;
  readonly platform?: string;
  readonly architecture?: string;
  readonly image_id?: string;
  readonly limit: number;
  readonly offset: number;
  readonly sort_field?: string;
  readonly sort_type?: string;
}

export type ImageType = 'gold' | 'private' | 'market';

/**
 * One page of the images that the engine in use can start desktops from: those that it came with are public (`gold`), those that were
 * imported are `private`.
 */
export function listImages(offer: EngineOffer, filter: ImageFilter) {
  const wanted = (filter.architecture ?? offer.architecture) === offer.architecture;
  const type = filter.image_type === 'market' ? 'market' : undefined;
  const found = (type === undefined ? offer.images : marketImages(offer))
    .filter(
      (image) =>
        wanted &&
        isIt(type ?? imageTypeOf(image), filter.image_type) &&
        isIt(image.osType, filter.os_type) &&
        isIt(image.id, filter.image_id) &&
        isIt(platformOf(image), filter.platform),
    )
    .sort(order(filter));
  return {
    images: found
      .slice(filter.offset, filter.offset + filter.limit)
      .map((image) => presentImage(image, offer, type)),
    total_count: found.length,
  };
}

function order(filter: ImageFilter): (one: EngineImage, other: EngineImage) => number {
  const sign = filter.sort_type?.toLowerCase() === 'desc' ? -1 : 1;
  const field = filter.sort_field === 'name' ? 'name' : 'createdAt';
  return (one, other) => sign * (compare(one[field], other[field]) || compare(one.id, other.id));
}

export function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function isIt(value: string, wanted: string | undefined): boolean {
  return wanted === undefined || value.toLowerCase() === wanted.toLowerCase();
}

/** The distribution: the first word of the version. */
export function platformOf(image: EngineImage): string {
  return image.osVersion.split(' ')[0] ?? '';
}

/**
 * The images that can be ordered with `image_type` `market`, as a marketplace lists them: those that the engine came with, since
 * what was imported is private. Clients find images for desktops among those of a marketplace by the word in their names.
 */
export function marketImages(offer: EngineOffer): readonly EngineImage[] {
  return offer.images
    .filter((image) => image.imported === undefined)
    .map((image) => ({ ...image, name: `WORKSPACE ${image.name}` }));
}

/** As the API calls where an image comes from (docs/reference/service.md#images). */
export function imageTypeOf(image: EngineImage): ImageType {
  return image.imported === undefined ? 'gold' : 'private';
}

/** As the list shows it. */
export function presentImage(
  image: EngineImage,
  { architecture }: Pick<EngineOffer, 'architecture'>,
  type: ImageType = imageTypeOf(image),
) {
  return {
    id: image.id,
    image_type: type,
    os_type: image.osType,
    architecture,
    os_version: image.osVersion,
    disk_format: 'raw',
    name: image.name,
    min_ram: image.minimumMemoryMiB,
    min_disk: image.minimumDiskGiB,
    product_code: null,
    created_at: image.createdAt,
    kms_id: null,
    digest: image.imported?.digest ?? null,
    size_bytes: image.imported?.bytes ?? null,
  };
}
