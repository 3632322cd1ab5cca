import { join } from 'node:path';
import type { Places } from '../machine/places.js';
import { readImage } from './imageRecords.js';

/** The image that is the machine's own /usr, seen read-only; not in the store, and never deleted. */
export const hostImageId = '6f1c1f0e-52b4-4a53-9d6e-7a5a3c0de001';

/** Where a desktop's root comes from. */
export type ImageRoot =
  | { readonly kind: 'host' }
  /** `dir` belongs to root, is complete, and is never written to again. */
  | { readonly kind: 'image'; readonly dir: string };

/** What a server of this image starts from. @throws {HostFault} `not-found` when there is no such image */
export async function imageRoot(places: Places, imageId: string): Promise<ImageRoot> {
  if (imageId === hostImageId) return { kind: 'host' };
  const dir = join(places.images, imageId);
  await readImage(dir);
  return { kind: 'image', dir: join(dir, 'root') };
}
