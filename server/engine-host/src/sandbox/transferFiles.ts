import { HostFault } from '../machine/fault.js';
import type { Places } from '../machine/places.js';
import { execInside, InsideFault } from './execInside.js';
import { guestHome } from './guestFiles.js';
import { checkFileName, isFileName } from './transferNames.js';

/** A link of the user's to a directory is followed: he gets no further than he can himself. */
const folder = `${guestHome}/Transfer`;
const partPrefix = '.deskplane-part-';
const maxListed = 1000;
/** So many minutes after the last piece an upload counts as given up. */
const partMinutes = 60;
/** The largest file that goes up or down, in bytes: 2 GiB. */
export const maxTransferBytes = 2 ** 31;
/** The largest piece either way, in bytes. */
export const maxPieceBytes = 4 * 1_048_576;

export interface TransferFile {
  readonly name: string;
  readonly bytes: number;
  /** ISO 8601 UTC. */
  readonly modified: string;
}

/** A piece of a file, and what the file was when it was read. */
export interface TransferPiece {
  readonly piece: Buffer;
  /** Of the whole file, in bytes. */
  readonly size: number;
  /** Another one when the file was changed or replaced. */
  readonly revision: string;
}

/** A running desktop, and where its container is. */
export interface RunningDesktop {
  readonly places: Places;
  readonly short: string;
}

/** The regular files of a desktop's folder, at most 1000; what has no fit name is left out. @throws {HostFault} */
export async function listTransferFiles(desktop: RunningDesktop): Promise<TransferFile[]> {
  await makeFolder(desktop);
  const form = String.raw`%s %T@ %f\0`;
  const find = ['find', `${folder}/`, '-mindepth', '1', '-maxdepth', '1', '-type', 'f', '-printf', form];
  const lines = (await textOf(desktop, find)).split('\0').slice(0, -1);
  return lines.flatMap(fileOf).slice(0, maxListed);
}

function fileOf(line: string): TransferFile[] {
  const [, size, seconds, name = ''] = /^(\d{1,15}) (\d{1,11})(?:\.\d*)? (.+)$/s.exec(line) ?? [];
  // Unfinished uploads are no files yet.
  if (!isFileName(name) || name.startsWith(partPrefix)) return [];
  return [{ name, bytes: Number(size), modified: new Date(Number(seconds) * 1000).toISOString() }];
}

/** Reads a piece of a file; a shorter one at its end. @throws {HostFault} `not-found` when it is no regular file */
export async function readTransferFile(
  desktop: RunningDesktop,
  file: { readonly name: string; readonly offset: number; readonly length: number },
): Promise<TransferPiece> {
  const path = `${folder}/${checkFileName(file.name)}`;
  const seen = await lookAt(desktop, path);
  if (seen === undefined) throw noFile(file.name);
  const { size, revision } = seen;
  if (size > maxTransferBytes) throw tooLarge();
  const length = Math.max(0, Math.min(file.length, size - file.offset));
  if (length === 0) return { piece: Buffer.alloc(0), size, revision };
  const flags = 'iflag=nofollow,nonblock,fullblock,skip_bytes,count_bytes';
  const part = ['bs=256K', `skip=${file.offset}`, `count=${length}`, 'status=none'];
  const piece = await execInside(desktop.places, desktop.short, ['dd', `if=${path}`, flags, ...part], {
    maxOutput: length,
  });
  if (piece.length !== length) throw new HostFault('conflict', 'the file changed meanwhile');
  return { piece, size, revision };
}

/** Puts a piece of an upload where it belongs; what was there from that place on is gone. @throws {HostFault} */
export async function writeTransferPiece(
  desktop: RunningDesktop,
  upload: string,
  offset: number,
  bytes: Uint8Array,
): Promise<void> {
  if (offset + bytes.length > maxTransferBytes) throw tooLarge();
  if (offset === 0) {
    await makeFolder(desktop);
    const old = ['-name', `${partPrefix}*`, '-mmin', `+${partMinutes}`];
    await textOf(desktop, ['find', `${folder}/`, '-mindepth', '1', '-maxdepth', '1', ...old, '-delete']);
  }
  // A pipe or link put there by the user fails instead of leading elsewhere.
  const flags = ['iflag=fullblock', 'oflag=nofollow,nonblock,seek_bytes'];
  const dd = ['dd', `of=${partOf(upload)}`, ...flags, 'bs=256K', `seek=${offset}`, 'status=none'];
  await execInside(desktop.places, desktop.short, dd, { input: bytes });
}

/**
 * Gives a whole upload its name, in one step.
 * @throws {HostFault} `conflict` when the name is taken, `refused` when bytes are missing, `not-found` when there is no such upload
 */
export async function finishTransfer(
  desktop: RunningDesktop,
  upload: string,
  file: { readonly name: string; readonly size: number },
): Promise<void> {
  const path = `${folder}/${checkFileName(file.name)}`;
  const part = partOf(upload);
  const seen = await lookAt(desktop, part);
  if (seen === undefined) throw new HostFault('not-found', 'there is no such upload');
  if (seen.size !== file.size)
    throw new HostFault('refused', `the upload has ${seen.size} bytes, not ${file.size}`);
  // A link to it under the new name never takes the place of another file, as a move might.
  await textOf(desktop, ['ln', '-T', '--', part, path]).catch((error: unknown) => {
    if (error instanceof InsideFault && /File exists/.test(error.message))
      throw new HostFault('conflict', `the name ${JSON.stringify(file.name)} is taken`, { cause: error });
    throw error;
  });
  await dropTransfer(desktop, upload);
}

/** Forgets an upload. */
export async function dropTransfer(desktop: RunningDesktop, upload: string): Promise<void> {
  await textOf(desktop, ['rm', '-f', '--', partOf(upload)]);
}

const partOf = (upload: string): string => `${folder}/${partPrefix}${upload}`;

/** A regular file's size and revision; undefined for anything else. */
async function lookAt(
  desktop: RunningDesktop,
  path: string,
): Promise<{ readonly size: number; readonly revision: string } | undefined> {
  // Mode in hex, as words for kinds of files depend on the language.
  const text = await textOf(desktop, ['stat', '--printf', '%s %f %i-%.9Y', '--', path]).catch(
    (error: unknown) => {
      if (error instanceof InsideFault && /No such file|Not a directory/.test(error.message)) return '';
      throw error;
    },
  );
  const [, size, mode = '', revision = ''] = /^(\d{1,15}) ([\da-f]{1,8}) (\d+--?\d+\.\d+)$/.exec(text) ?? [];
  if ((Number.parseInt(mode, 16) & 0o170000) !== 0o100000) return undefined;
  return { size: Number(size), revision: `${size}-${revision}` };
}

async function makeFolder(desktop: RunningDesktop): Promise<void> {
  await textOf(desktop, ['mkdir', '-p', '--', folder]).catch((error: unknown) => {
    if (error instanceof InsideFault && /File exists|Not a directory/.test(error.message))
      throw new HostFault('conflict', `${folder} is not a folder`, { cause: error });
    throw error;
  });
}

async function textOf({ places, short }: RunningDesktop, command: readonly string[]): Promise<string> {
  return (await execInside(places, short, command)).toString('utf8');
}

function noFile(name: string): HostFault {
  return new HostFault('not-found', `there is no file ${JSON.stringify(name)}`);
}

function tooLarge(): HostFault {
  return new HostFault('refused', `a file may have at most ${maxTransferBytes} bytes`);
}
