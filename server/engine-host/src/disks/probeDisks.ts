import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asFault } from '../machine/fault.js';
import type { Places } from '../machine/places.js';
import { makeImage, removeImage } from './diskImage.js';
import { encryptUnder } from './kernelKeys.js';
import { identify } from './keyStore.js';
import { mountImage, unmountImage } from './mountImage.js';

const probeBytes = 8 * 2 ** 20;

/**
 * Tries with a real, tiny disk whether this machine can make encrypted ones.
 * @returns why not, in words, or undefined
 */
export async function probeDisks(places: Places): Promise<string | undefined> {
  const image = join(places.stateDir, 'probe.img');
  const point = places.diskMount('probe');
  const key = randomBytes(32);
  const keyId = identify(key);
  try {
    // What an earlier probe left that was killed; its key is not known, so it goes with the mount.
    await unmountImage(image, point, null);
    await makeImage(image, probeBytes);
    await mountImage(image, point, true);
    const dir = join(point, 'files');
    await mkdir(dir);
    await encryptUnder({ keyId, key }, dir);
    return undefined;
  } catch (error) {
    return asFault(error).message;
  } finally {
    await unmountImage(image, point, keyId);
    await removeImage(image);
  }
}
