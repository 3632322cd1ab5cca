import { HostFault } from '../machine/fault.js';
import type { Places } from '../machine/places.js';

/** The image of the host's own programs. Never changes. */
export const hostImageId = '6f1c1f0e-52b4-4a53-9d6e-7a5a3c0de001';

/** Where a desktop's root comes from: the host's /usr, or the directory of an unpacked image. */
export type ImageRoot = { readonly kind: 'host' } | { readonly kind: 'image'; readonly dir: string };

/** The root of an image. @throws {HostFault} `not-found` when there is no such image */
export async function imageRoot(_places: Places, imageId: string): Promise<ImageRoot> {
  if (imageId === hostImageId) return { kind: 'host' };
  throw new HostFault('not-found', `there is no image ${imageId}`);
}
