import type { EngineImage, EngineImages } from '../images.js';
import { parseImage, parseImages, parseUploadSize } from './hostAnswers.js';
import type { HostConnection } from './hostConnection.js';
import { sendToHost } from './hostStream.js';

const pieceTimeoutMs = 30_000;
/** Longer than the engine host gives the unpacking. */
const importTimeoutMs = 1_800_000;

/** The images that the engine host has unpacked, as last heard. */
export interface LocalImages extends EngineImages {
  imported(): readonly EngineImage[];
  /** Hears of them anew. @throws {EngineError} */
  refresh(): Promise<void>;
}

/** The image store of the engine host behind a connection. */
export function createLocalImages(host: HostConnection, socketPath: string): LocalImages {
  let known: readonly EngineImage[] = [];
  const refresh = async () => {
    known = parseImages(await host.ask('images', {}));
  };
  return {
    imported: () => known,
    refresh,
    async addPiece(upload, offset, bytes) {
      const params = { upload, offset, length: bytes.length };
      return parseUploadSize(
        await sendToHost(socketPath, { verb: 'uploadImage', params }, bytes, pieceTimeoutMs),
      );
    },
    async import({ upload, name, minimumDiskGiB, minimumMemoryMiB }) {
      const params = { upload, name, minimumDiskGiB, minimumMemoryMiB };
      const image = parseImage(
        await sendToHost(socketPath, { verb: 'importImage', params }, undefined, importTimeoutMs),
      );
      await refresh();
      return image;
    },
    async remove(id) {
      try {
        await host.ask('removeImage', { id });
      } finally {
        await refresh();
      }
    },
  };
}
