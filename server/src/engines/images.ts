export interface EngineImage {
  /** UUID, stable across restarts. */
  readonly id: string;
  readonly name: string;
  readonly osType: 'Linux' | 'Windows';
  readonly osVersion: string;
  readonly minimumDiskGiB: number;
  readonly minimumMemoryMiB: number;
  readonly createdAt: string;
  /** Of an image that was imported; undefined for one that came with the engine. */
  readonly imported?: {
    /** Of its manifest: `sha256:` and 64 hex digits. */
    readonly digest: string;
    /** Of all its files, unpacked. */
    readonly bytes: number;
  };
}

/** Where an engine gets more images from. */
export interface EngineImages {
  /**
   * Adds a piece to an archive that is on its way. One that does not begin where the upload stands is passed over.
   * @param upload 32 lower-case hex digits of the caller's choice
   * @returns how many bytes of the upload are there now
   * @throws {EngineError} `capacity` when it becomes too large
   */
  addPiece(upload: string, offset: number, bytes: Uint8Array): Promise<number>;
  /**
   * Makes an image of an upload and returns once desktops can start from it. May take minutes; may be asked for again when the answer
   * was lost.
   * @throws {EngineError} `refused` saying what is wrong with the archive, `conflict` when the name is taken, `not-found`
   */
  import(order: ImageOrder): Promise<EngineImage>;
  /** @throws {EngineError} `conflict` while a server uses it, `not-found` */
  remove(id: string): Promise<void>;
}

export interface ImageOrder {
  readonly upload: string;
  readonly name: string;
  readonly minimumDiskGiB: number;
  readonly minimumMemoryMiB: number;
}

/** What can be wrong with an archive, or with what is asked of an image. */
export const imageFaults = [
  'archive-empty',
  'archive-unknown',
  'archive-incomplete',
  'archive-damaged',
  'archive-form',
  'archive-content',
  'entry-name',
  'entry-kind',
  'entry-repeated',
  'image-size',
  'image-count',
  'image-platform',
  'image-programs',
  'image-name',
  'image-in-use',
  'image-machine',
  'uploads-full',
] as const;
export type ImageFault = (typeof imageFaults)[number];
