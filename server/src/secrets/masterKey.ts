import { link, open, readFile, stat, unlink } from 'node:fs/promises';
import type { Ambient } from '../ambient.js';

const keyLength = 32;

/**
 * Reads the master key: 32 bytes in base64, alone in a file that other users cannot read.
 * @returns undefined when there is no such file
 * @throws when the file does not hold a key, or others may read it
 */
export async function readMasterKey(path: string): Promise<Buffer | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new Error(`The master key ${path} cannot be read (${error.code ?? error.message}).`, {
      cause: error,
    });
  });
  if (text === undefined) return undefined;
  const { mode } = await stat(path);
  if ((mode & 0o027) !== 0) {
    throw new Error(`The master key ${path} is open to other users of this machine: run chmod 600 ${path}`);
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== keyLength || key.toString('base64') !== text.trim()) {
    throw new Error(
      `${path} does not hold a master key: it must be exactly 32 bytes in base64 (head -c32 /dev/urandom | base64).`,
    );
  }
  return key;
}

/**
 * Makes a master key and stores it, readable by this user only. When another process was faster, its key is taken.
 * @throws when the directory is not writable
 */
export async function createMasterKey(path: string, ambient: Ambient): Promise<Buffer> {
  const draft = `${path}.${ambient.uuid()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${ambient.randomBytes(keyLength).toString('base64')}\n`);
    await file.sync();
    await file.close();
    // A link appears whole or not at all, and never replaces a key that is there.
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await unlink(draft);
  }
  const key = await readMasterKey(path);
  if (key === undefined) throw new Error(`The master key ${path} vanished while it was made.`);
  return key;
}
