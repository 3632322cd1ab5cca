import { constants, createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { errorCode, StartError } from '../system/errorCode.js';
import type { OsIdentity } from '../system/runCommand.js';
import { hashTombstone, noHash, readTombstone, type Tombstone, writeTombstone } from './tombstone.js';

/** The file of this service with every tombstone, one JSON object a line, in order. */
export interface TombstoneFile {
  /** The last one in the file; undefined: the file is empty. */
  last(): Tombstone | undefined;
  /** Adds tombstones and waits until they are on the disk. */
  append(stones: readonly Tombstone[]): Promise<void>;
  close(): Promise<void>;
}

/** Enough for the last line of any file; a tombstone takes less than a tenth of it. */
const tailLength = 65_536;

/**
 * Opens the file, made (mode 0600) if missing. What a crash left of an unfinished line is cut off: it was not
 * acknowledged.
 * @param owner whose it is, when root writes it for another user; undefined: whoever we are
 * @throws {StartError} when its last line is not one of ours
 */
export async function openTombstoneFile(path: string, owner?: OsIdentity): Promise<TombstoneFile> {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;
  const file = await open(path, flags, 0o600);
  try {
    if (owner !== undefined) await giveTo(file, path, owner);
    const tail = await readTail(file, path);
    let { last, length } = tail;
    await file.truncate(length);
    return {
      last: () => last,
      append: async (stones) => {
        if (stones.length === 0) return;
        const text = Buffer.from(stones.map((stone) => `${writeTombstone(stone)}\n`).join(''));
        await file.write(text, 0, text.length, length);
        await file.datasync();
        length += text.length;
        last = stones.at(-1);
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Who may write beside it could have put another name of a file of root's there, to be given it. */
async function giveTo(file: FileHandle, path: string, { uid, gid }: OsIdentity): Promise<void> {
  const found = await file.stat();
  if (!found.isFile() || found.nlink !== 1) throw new StartError(`${path} is a link, or no file. Remove it.`);
  if (found.uid !== uid) await file.chown(uid, gid);
}

async function readTail(
  file: FileHandle,
  path: string,
): Promise<{ last: Tombstone | undefined; length: number }> {
  const { size } = await file.stat();
  const start = Math.max(0, size - tailLength);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
  const end = buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1;
  if (end === 0) {
    if (start > 0) throw damaged(path, 'its last line has no end');
    return { last: undefined, length: 0 };
  }
  const line = buffer.subarray(0, end - 1);
  const last = readTombstone(line.subarray(line.lastIndexOf('\n') + 1).toString('utf8'));
  if (last === undefined) throw damaged(path, 'its last line is not a tombstone');
  return { last, length: start + end };
}

/**
 * Every tombstone of the file after a position, each proven to be the one that was written there.
 * @returns undefined when there is no such file
 * @throws {StartError} naming the first line that was changed, or before which one is missing; when it cannot be read
 */
export async function readTombstones(path: string): Promise<Tombstone[] | undefined> {
  const stones: Tombstone[] = [];
  try {
    const lines = createInterface({
      input: createReadStream(path, 'utf8'),
      crlfDelay: Number.POSITIVE_INFINITY,
    });
    let unreadable: number | undefined;
    for await (const line of lines) {
      if (unreadable !== undefined) throw damaged(path, `line ${unreadable} is not a tombstone`);
      const stone = readTombstone(line);
      const before = stones.at(-1);
      if (stone === undefined) unreadable = stones.length + 1;
      else if (!follows(stone, before))
        throw damaged(path, `line ${stones.length + 1} was changed or one is missing`);
      else stones.push(stone);
    }
    // A last line that is cut short was not acknowledged; one that has its end was.
    if (unreadable !== undefined && (await endsWithLine(path)))
      throw damaged(path, `line ${unreadable} is not a tombstone`);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return undefined;
    if (code === undefined) throw error;
    throw new StartError(`Cannot read the tombstone file ${path}: ${code}.`, {
      cause: error,
    });
  }
  return stones;
}

async function endsWithLine(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    return bytesRead === 1 && buffer[0] === 0x0a;
  } finally {
    await file.close();
  }
}

function follows(stone: Tombstone, before: Tombstone | undefined): boolean {
  return (
    stone.position === (before?.position ?? 0) + 1 &&
    stone.hash === hashTombstone(before?.hash ?? noHash, stone)
  );
}

function damaged(path: string, what: string): StartError {
  return new StartError(`The tombstone file ${path} is damaged: ${what}. Restore a copy of it.`);
}
