import type { Answer } from '../api/operations';
import type { Desktop } from '../desktops/desktop';

export type Image = Answer<'ListImages'>['images'][number];

export interface UsedImage extends Image {
  /** The project's desktops that started from it. */
  readonly usedBy: readonly Desktop[];
}

/** Images with the desktops that the reader may see of each. */
export function usedImages(images: readonly Image[], desktops: readonly Desktop[]): readonly UsedImage[] {
  const users = new Map<string, Desktop[]>();
  for (const desktop of desktops) {
    const id = desktop.metadata['metering.image_id'] ?? '';
    users.set(id, [...(users.get(id) ?? []), desktop]);
  }
  return images.map((image) => ({ ...image, usedBy: users.get(image.id) ?? [] }));
}

/** Imported; otherwise it came with the engine. */
export function isImported({ image_type }: Image): boolean {
  return image_type === 'private';
}
