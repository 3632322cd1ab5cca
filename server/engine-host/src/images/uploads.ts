import { open, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { HostFault, systemCode } from '../machine/fault.js';
import type { Places } from '../machine/places.js';
import { createSerial } from '../machine/serial.js';
import { imageLimits } from './imageLimits.js';

/** A part of an archive on its way here. */
export interface Piece {
  /** Where in the archive it begins. */
  readonly offset: number;
  /** How many bytes it has. */
  readonly length: number;
  readonly bytes: AsyncIterable<unknown>;
}

/** The archives on their way here, each a file that grows piece by piece. */
export interface Uploads {
  /**
   * Adds a piece. When it does not begin where the upload stands, nothing is added: the caller lost count, and is told.
   * @returns how many bytes of the upload are here now
   * @throws {HostFault} `capacity` when it would be too large, or too many are under way
   */
  append(upload: string, piece: Piece): Promise<number>;
  /** The path of an upload. @throws {HostFault} `not-found` */
  pathOf(upload: string): Promise<string>;
  drop(upload: string): Promise<void>;
  /** Drops what has not grown for a while; all, when the engine host starts. */
  sweep(olderThanMs: number): Promise<void>;
}

/** The uploads below a directory that is there. */
export function createUploads(places: Places): Uploads {
  const dir = places.uploads;
  const path = (upload: string) => join(dir, upload);
  const queues = createSerial();

  async function sweep(olderThanMs: number): Promise<void> {
    for (const upload of await readdir(dir)) {
      const found = await stat(path(upload)).catch(() => undefined);
      if (found !== undefined && Date.now() - found.mtimeMs >= olderThanMs)
        await rm(path(upload), { force: true });
    }
  }

  async function append(upload: string, { offset, length, bytes: source }: Piece): Promise<number> {
    const before = await sizeOf(path(upload));
    if (before === undefined) {
      await sweep(imageLimits.idleUploadMs);
      await requireRoom(dir);
    }
    if (offset !== (before ?? 0)) return before ?? 0;
    const end = offset + length;
    if (end > imageLimits.archiveBytes) {
      throw new HostFault('capacity', `the archive has more than ${imageLimits.archiveBytes} bytes`);
    }
    const file = await open(path(upload), 'a', 0o600);
    let size = offset;
    try {
      for await (const bytes of source) {
        if (!(bytes instanceof Buffer)) throw new HostFault('internal', 'the upload is not read as bytes');
        size += bytes.length;
        if (size > end) throw new HostFault('refused', 'the piece has more bytes than it said');
        await file.appendFile(bytes);
      }
      if (size < end) throw new HostFault('refused', 'the piece broke off');
    } catch (error) {
      // What came of a piece that broke is not kept: the next try begins where this one did.
      await file.truncate(offset);
      throw error;
    } finally {
      await file.close();
    }
    return size;
  }

  return {
    append: (upload, piece) => queues.run(upload, () => append(upload, piece)),
    async pathOf(upload) {
      if ((await sizeOf(path(upload))) === undefined) {
        throw new HostFault(
          'not-found',
          `there is no upload ${upload}: it was never begun, or not gone on with in time`,
        );
      }
      return path(upload);
    },
    drop: (upload) => rm(path(upload), { force: true }),
    sweep,
  };
}

async function requireRoom(dir: string): Promise<void> {
  if ((await readdir(dir)).length >= imageLimits.uploads) {
    throw new HostFault('conflict', `${imageLimits.uploads} uploads are under way; one has to end first`, {
      kind: 'uploads-full',
    });
  }
  const { bavail, bsize } = await statfs(dir);
  if (bavail * bsize < imageLimits.spareBytes) {
    throw new HostFault('capacity', `less than ${imageLimits.spareBytes} bytes are free on the machine`);
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
