import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { printable } from '@deskplane/verify/text/printable.js';
import { numberAt, textAt } from '../api/json.js';
import { passesWithin } from '../api/patiently.js';
import { exitCodes, Failure } from '../failure.js';
import type { Messages } from '../messages/en.js';
import { type Session, sayJson } from '../session.js';
import { formatBytes } from '../text/formatBytes.js';
import { formatDuration } from '../text/formatDuration.js';

export interface ImportOptions {
  readonly name: string;
  readonly file: string;
  readonly memoryMiB: number;
  readonly diskGiB: number;
}

/** What one request carries; the service takes no more. */
const pieceSize = 1_048_576;
const maxAttempts = 10;

/**
 * `deskplane image import`. The upload has the archive's own digest for an id, so that the same command, given again after a break,
 * goes on where the service stands.
 */
export async function importImage(session: Session, options: ImportOptions): Promise<void> {
  const { name, file, memoryMiB, diskGiB } = options;
  const { terminal } = session;
  const words = terminal.messages.image;
  requireImageName(session, name);
  const archive = await openArchive(session, file);
  try {
    const upload = (await digestOf(file)).slice(0, 32);
    await sendPieces(session, archive, upload);
    const order = { upload_id: upload, name, min_disk: diskGiB, min_ram: memoryMiB };
    const { body } = await whileUnpacking(session, () =>
      persistently(session, () => session.api.postPatiently('/images/import', order)),
    );
    terminal.endProgress();
    if (session.json) sayJson(session, body);
    else terminal.say(words.imported(printable(textAt(body, 'name')), textAt(body, 'id')));
  } finally {
    terminal.endProgress();
    await archive.close();
  }
}

/** @throws {Failure} `usage` */
export function requireImageName({ terminal }: Session, name: string): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(name))
    throw new Failure(exitCodes.usage, terminal.messages.image.badName(printable(name)));
}

/**
 * Asks whether the service takes images, before there is a long build for nothing: with a byte of an upload that there is not, which
 * the service passes over.
 * @throws {Refusal} what it says to every image
 */
export async function requireImageStore({ api }: Session): Promise<void> {
  await api.putBytes(`/images/uploads/${randomBytes(16).toString('hex')}`, { offset: 1 }, Buffer.alloc(1));
}

async function openArchive({ terminal }: Session, file: string): Promise<FileHandle> {
  try {
    const archive = await open(file);
    const found = await archive.stat();
    if (found.isFile() && found.size > 0) return archive;
    await archive.close();
    if (found.isFile())
      throw new Failure(exitCodes.usage, terminal.messages.image.emptyFile(printable(file)));
    throw Object.assign(new Error('EISDIR'), { code: 'EISDIR' });
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(
      exitCodes.usage,
      terminal.messages.image.noFile(printable(file), whyUnreadable(error, terminal.messages)),
    );
  }
}

/** Why a file or folder cannot be read, in words where it is one of the usual reasons. */
export function whyUnreadable(error: unknown, { image }: Messages): string {
  const reasons: Readonly<Record<string, string>> = image.unreadable;
  const known = error instanceof Error && 'code' in error ? reasons[String(error.code)] : undefined;
  return known ?? printable(error instanceof Error ? error.message : String(error));
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(file, { highWaterMark: pieceSize })) hash.update(bytes);
  return hash.digest('hex');
}

async function sendPieces(session: Session, archive: FileHandle, upload: string): Promise<void> {
  const { api, terminal } = session;
  const { size } = await archive.stat();
  const total = formatBytes(size);
  for (let at = 0; at < size; ) {
    const { buffer, bytesRead } = await archive.read(Buffer.alloc(pieceSize), 0, pieceSize, at);
    const piece = buffer.subarray(0, bytesRead);
    const { body } = await persistently(session, () =>
      api.putBytes(`/images/uploads/${upload}`, { offset: at }, piece),
    );
    const stands = numberAt(body, 'size');
    if (stands === undefined || stands > size)
      throw new Failure(exitCodes.failed, terminal.messages.image.badUpload);
    at = stands;
    if (!session.json) terminal.progress(terminal.messages.image.uploading(formatBytes(at), total));
  }
}

/** Makes a call again that did not reach the service, or whose answer was lost: both calls here may be repeated. */
async function persistently<Result>(session: Session, call: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof Failure) || passesWithin(error) === undefined || attempt >= maxAttempts)
        throw error;
      session.terminal.note(session.terminal.messages.image.again(error.message));
      await pause(Math.min(500 * attempt, 5000));
    }
  }
}

async function whileUnpacking<Result>(session: Session, work: () => Promise<Result>): Promise<Result> {
  const { terminal } = session;
  const began = performance.now();
  const tell = (): void => {
    const passed = performance.now() - began;
    if (!session.json && passed > 2000)
      terminal.progress(terminal.messages.image.unpacking(formatDuration(passed, terminal.language)));
  };
  const timer = setInterval(tell, 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
