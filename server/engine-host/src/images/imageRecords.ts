import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { uuid } from '../items/items.js';
import { HostFault, systemCode } from '../machine/fault.js';
import { readObject } from '../machine/fields.js';
import type { Places } from '../machine/places.js';

/** An image that desktops can start from. */
export interface ImageRecord {
  readonly id: string;
  readonly name: string;
  /** Of its manifest, `sha256:…`: the same archive has the same. */
  readonly digest: string;
  /** Bytes of all its files. */
  readonly bytes: number;
  readonly files: number;
  /** What it calls its system, for instance `Debian GNU/Linux 12 (bookworm)`. */
  readonly system: string;
  readonly minimumDiskGiB: number;
  readonly minimumMemoryMiB: number;
  /** When it was imported: ISO 8601, UTC. */
  readonly createdAt: string;
  /** The upload that it came by: its import, asked for once more, is answered with the image. */
  readonly upload: string;
}

/** What may name an image. */
export const imageName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;
export const uploadId = /^[0-9a-f]{32}$/;
export const recordFile = 'image.json';
const keys = [
  ['id', 'name', 'digest', 'bytes', 'files', 'system'],
  ['minimumDiskGiB', 'minimumMemoryMiB', 'createdAt', 'upload'],
].flat();

/** All images of the store. @throws {HostFault} `internal` naming the record that cannot be understood */
export async function readImages(places: Places): Promise<ImageRecord[]> {
  const images: ImageRecord[] = [];
  for (const entry of await readdir(places.images)) {
    if (uuid.test(entry)) images.push(await readImage(join(places.images, entry)));
  }
  return images;
}

/** The image in a directory of the store. @throws {HostFault} `not-found`, or `internal` when its record cannot be understood */
export async function readImage(dir: string): Promise<ImageRecord> {
  const path = join(dir, recordFile);
  try {
    return parseImage(JSON.parse(await readFile(path, 'utf8')), path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT')
      throw new HostFault('not-found', 'there is no such image', { cause: error });
    const why = error instanceof Error ? error.message : String(error);
    throw new HostFault('internal', `the record ${path} cannot be understood: ${why}`, { cause: error });
  }
}

function parseImage(value: unknown, path: string): ImageRecord {
  const fields = readObject(value, path, keys);
  return {
    id: fields.text('id', uuid),
    name: fields.text('name', imageName),
    digest: fields.text('digest', /^sha256:[0-9a-f]{64}$/),
    bytes: fields.integer('bytes', 0, Number.MAX_SAFE_INTEGER),
    files: fields.integer('files', 0, Number.MAX_SAFE_INTEGER),
    system: fields.text('system', /^[\x20-\x7e]{1,128}$/),
    minimumDiskGiB: fields.integer('minimumDiskGiB', 1, 65_536),
    minimumMemoryMiB: fields.integer('minimumMemoryMiB', 128, 4_194_304),
    createdAt: fields.text('createdAt', /^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    upload: fields.text('upload', uploadId),
  };
}

/** An image as clients of the engine host see it. */
export type ShownImage = Omit<ImageRecord, 'upload'>;

export function showImage(image: ImageRecord): ShownImage {
  const { id, name, digest, bytes, files, system, minimumDiskGiB, minimumMemoryMiB, createdAt } = image;
  return { id, name, digest, bytes, files, system, minimumDiskGiB, minimumMemoryMiB, createdAt };
}
