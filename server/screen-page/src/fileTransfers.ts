import { type DesktopFile, type FileCalls, FileTrouble, nameTaken } from './fileCalls.js';
import { safeName } from './fileText.js';
import { words } from './words.js';

/** Told how many bytes are through. */
export type OnProgress = (bytes: number) => void;

const uploadPiece = 1_048_576;
/** Pieces down grow while the line is fast: large ones are kept on disk by browsers. */
const leastPiece = 262_144;
const largestPiece = 4 * 1_048_576;
const quickMs = 1_500;
const slowMs = 6_000;
/** The largest file, in bytes. */
const maxBytes = 2 ** 31;
const maxNames = 100;
/** A browser has begun to keep the file by then. */
const keepMs = 60_000;

/** Sends a file to the desktop. @returns the name that it got there @throws {FileTrouble} or as the signal says */
export async function sendFile(
  calls: FileCalls,
  file: File,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<string> {
  if (file.size > maxBytes) throw new FileTrouble('large', words.filesLarge);
  const upload = newUpload();
  try {
    for (let offset = 0; offset < Math.max(file.size, 1); offset += uploadPiece) {
      const piece = await readable(file.slice(offset, offset + uploadPiece));
      await calls.write(upload, offset, piece, signal);
      onProgress(Math.min(offset + uploadPiece, file.size));
    }
    return await giveName(calls, upload, file, signal);
  } catch (error) {
    await calls.drop(upload);
    throw error;
  }
}

/** Under the next name that is free there. */
async function giveName(calls: FileCalls, upload: string, file: File, signal: AbortSignal): Promise<string> {
  const dot = file.name.lastIndexOf('.');
  const stem = dot > 0 ? file.name.slice(0, dot) : file.name;
  for (let number = 0; ; number += 1) {
    const name = number === 0 ? file.name : `${stem} (${number})${file.name.slice(stem.length)}`;
    try {
      await calls.finish(upload, name, file.size, signal);
      return name;
    } catch (error) {
      if (!(error instanceof FileTrouble) || error.code !== nameTaken || number >= maxNames) throw error;
    }
  }
}

/** What cannot be read, as it is gone or a folder, is found out here. */
async function readable(piece: Blob): Promise<Blob> {
  try {
    return new Blob([await piece.arrayBuffer()]);
  } catch {
    throw new FileTrouble('unreadable', words.filesUnreadable);
  }
}

/** Fetches a file of the desktop and gives it to the browser to keep. @throws {FileTrouble} or as the signal says */
export async function fetchFile(
  calls: FileCalls,
  file: DesktopFile,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<void> {
  const parts: Blob[] = [];
  let taken = 0;
  let length = 4 * leastPiece;
  let revision: string | undefined;
  let size = file.bytes;
  do {
    const since = performance.now();
    const piece = await calls.read(file.name, taken, length, signal);
    revision ??= piece.revision;
    size = piece.size;
    if (piece.revision !== revision || (piece.bytes.size === 0 && taken < size))
      throw new FileTrouble('changed', words.filesChanged);
    parts.push(piece.bytes);
    taken += piece.bytes.size;
    onProgress(taken);
    const took = performance.now() - since;
    if (took < quickMs) length = Math.min(length * 2, largestPiece);
    if (took > slowMs) length = Math.max(length / 2, leastPiece);
  } while (taken < size);
  keep(new Blob(parts, { type: 'application/octet-stream' }), file.name);
}

function keep(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = safeName(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), keepMs);
}

/** Also where the page came without TLS. */
function newUpload(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
