import type { ProviderRef } from './providerRef.js';

/** The largest file that goes up or down, in bytes: 2 GiB. */
export const maxFileBytes = 2 ** 31;
/** The largest piece of a file that an engine hands out at once, in bytes. */
export const maxReadBytes = 4 * 1_048_576;

/**
 * Files of running servers: those of one folder of their users', `~/Transfer`. They go up and down piece by piece. What is read and
 * written there is the user's, who may change it at any time and put there whatever he likes: links, pipes, odd names.
 *
 * Every call throws an `EngineError`: `not-found` for a server, file or upload that is not there, `conflict` for a server that is off
 * or hibernated, `refused` for a name that is none, `capacity` for a full disk. A signal that fires ends it at once.
 */
export interface EngineFiles {
  /** Regular files with fit names, at most 1000. */
  list(server: ProviderRef, signal?: AbortSignal): Promise<EngineFile[]>;
  /** A piece of a file: shorter than asked for only at its end. @param length at most {@link maxReadBytes} */
  read(server: ProviderRef, wanted: WantedPiece, signal?: AbortSignal): Promise<FilePiece>;
  /** Puts a piece of an upload where it belongs. The same piece may come again; it ends what was there from its place on. */
  write(server: ProviderRef, piece: UploadPiece, signal?: AbortSignal): Promise<void>;
  /**
   * Gives an upload its name, whole and in one step; no other file goes for it.
   * @throws `conflict` when the name is taken, `refused` when bytes are missing
   */
  finish(server: ProviderRef, upload: FinishedUpload, signal?: AbortSignal): Promise<void>;
  /** Forgets an upload. */
  drop(server: ProviderRef, upload: string, signal?: AbortSignal): Promise<void>;
}

export interface EngineFile {
  readonly name: string;
  readonly bytes: number;
  readonly modified: Date;
}

export interface WantedPiece {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

export interface FilePiece {
  readonly bytes: Uint8Array;
  /** Of the whole file. */
  readonly size: number;
  /** Another one once the file was changed or replaced: its pieces do not belong together. */
  readonly revision: string;
}

export interface UploadPiece {
  /** 32 lower-case hex digits of the caller's choice. */
  readonly upload: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

export interface FinishedUpload {
  readonly upload: string;
  readonly name: string;
  readonly size: number;
}

const maxNameBytes = 255;
const unfit = /[\p{Cc}\p{Cs}/\ufffd]/u;

/** Whether a text names a file of a folder: one path component, without control characters, of at most 255 bytes. */
export function isFileName(name: string): boolean {
  const isText = name !== '' && name !== '.' && name !== '..' && !unfit.test(name);
  return isText && Buffer.byteLength(name) <= maxNameBytes;
}
