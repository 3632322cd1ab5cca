import { randomBytes } from 'node:crypto';
import type { EngineImage, EngineImages } from '../engines/images.js';

/** Uploads an archive in pieces and imports it. */
export async function importArchive(
  images: EngineImages,
  name: string,
  archive: Buffer,
  pieceSize = 1_048_576,
): Promise<EngineImage> {
  const upload = await uploadArchive(images, archive, pieceSize);
  return images.import({ upload, name, minimumDiskGiB: 1, minimumMemoryMiB: 512 });
}

/** @returns the id of the upload */
export async function uploadArchive(
  images: EngineImages,
  archive: Buffer,
  pieceSize = 1_048_576,
): Promise<string> {
  const upload = randomBytes(16).toString('hex');
  for (let at = 0; at < archive.length; ) {
    at = await images.addPiece(upload, at, archive.subarray(at, at + pieceSize));
  }
  return upload;
}
