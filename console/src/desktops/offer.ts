import type { Answer } from '../api/operations';

export type Image = Answer<'ListImages'>['images'][number];
export type Product = Answer<'ListProducts'>['products'][number];

/** Sizes that can run an image, the smallest first. */
export function fittingProducts(products: readonly Product[], image: Image | undefined): readonly Product[] {
  return products
    .filter(({ memory, architecture }) => fits(Number(memory), architecture, image))
    .toSorted(
      (one, other) => Number(one.memory) - Number(other.memory) || Number(one.cpu) - Number(other.cpu),
    );
}

function fits(memory: number, architecture: string, image: Image | undefined): boolean {
  return image === undefined || (memory >= image.min_ram && architecture === image.architecture);
}

/** The system disk of a new desktop in GB: what its size comes with, or more if the image needs more. */
export function usualDiskSize(product: Product | undefined, image: Image | undefined): number {
  return Math.max(Number(product?.system_disk_size ?? 80), image?.min_disk ?? 0);
}
