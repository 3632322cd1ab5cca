import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { earlierState } from '../database/appliedMigrations.js';
import { errorCode, StartError } from '../system/errorCode.js';
import { type BackupEnd, type BackupHead, type BackupLine, backupVersion, readLine } from './backupFormat.js';

/** A line of a backup that holds something. */
type ContentLine = Exclude<BackupLine, { type: 'end' | 'otherVersion' }>;

/**
 * The tables and rows of a backup, line by line. Ends normally only when everything was there, unchanged.
 * @throws {StartError} naming the line where the file is not a whole backup
 */
export async function* readBackup(path: string): AsyncGenerator<ContentLine> {
  const counts = new Map<string, number>();
  const hash = createHash('sha256');
  let number = 0;
  let table: string | undefined;
  let end: BackupEnd | undefined;
  for await (const text of readTexts(path)) {
    number += 1;
    const line = readLine(text);
    if (line === undefined || end !== undefined) throw broken(path, `line ${number} is not of a backup`);
    if (line.type === 'otherVersion') throw ofOtherVersion(path, line.version);
    if ((line.type === 'head') !== (number === 1)) throw broken(path, `line ${number} is out of place`);
    if (line.type === 'end') {
      end = line.end;
      continue;
    }
    hash.update(text).update('\n');
    if (line.type === 'table') {
      table = line.name;
      counts.set(table, 0);
    }
    if (line.type === 'row') {
      if (table === undefined) throw broken(path, `line ${number} is out of place`);
      counts.set(table, (counts.get(table) ?? 0) + 1);
    }
    yield line;
  }
  if (end === undefined) throw broken(path, 'its end is missing');
  if (end.digest !== hash.digest('hex')) throw broken(path, 'its content was changed');
  for (const [name, count] of end.rows) {
    if (counts.get(name) !== count) throw broken(path, `rows of ${name} are missing`);
  }
}

/** Reads a whole backup and throws away what it reads. @returns its head @throws {StartError} when it is not whole */
export async function checkBackup(path: string): Promise<BackupHead> {
  let head: BackupHead | undefined;
  for await (const line of readBackup(path)) if (line.type === 'head') head = line.head;
  if (head === undefined) throw broken(path, 'it is empty');
  return head;
}

async function* readTexts(path: string): AsyncGenerator<string> {
  const source = createReadStream(path);
  const unpacked = createGunzip();
  source.on('error', (error) => unpacked.destroy(error));
  try {
    // An explicit pipe and loop: readline swallows the errors of its input.
    let rest = '';
    const decoder = new TextDecoder('utf-8', { fatal: true });
    for await (const part of source.pipe(unpacked)) {
      const lines = (rest + decoder.decode(part, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    if (rest !== '') throw broken(path, 'its last line has no end');
  } catch (error) {
    if (error instanceof StartError) throw error;
    if (errorCode(error) === 'ENOENT') throw new StartError(`There is no file ${path}.`);
    if (errorCode(error) === 'EACCES') throw new StartError(`This user may not read the file ${path}.`);
    throw broken(path, error instanceof Error ? error.message : String(error));
  } finally {
    source.destroy();
    unpacked.destroy();
  }
}

function ofOtherVersion(path: string, version: number): StartError {
  return new StartError(
    version < backupVersion
      ? `${path} is a backup by ${earlierState}. Restore it with the code that made it. Nothing was restored.`
      : `${path} is a backup by a later release of Deskplane (format version ${version}). Restore it with that release. Nothing was restored.`,
  );
}

function broken(path: string, what: string): StartError {
  return new StartError(`${path} is not a complete backup of Deskplane: ${what}. Nothing was restored.`);
}
