import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { HostFault, systemCode } from '../machine/fault.js';

const keyLength = 32;
const maxFileLength = 1024;

/**
 * Reads the master key of the service: 32 bytes in base64, alone in a file that other users cannot read. The service
 * makes it at its first start, which is after that of the engine host; so it is read whenever it is needed.
 * @throws {HostFault} `internal` saying what is wrong with the file, never what is in it
 */
export async function readMasterKey(path: string): Promise<Buffer> {
  const file = await openIfThere(path);
  if (file === undefined) {
    throw new HostFault(
      'internal',
      `there is no master key ${path} yet: the service makes it at its first start`,
    );
  }
  try {
    const found = await file.stat();
    if (!found.isFile() || found.size > maxFileLength) throw notAKey(path);
    if ((found.mode & 0o027) !== 0) {
      throw new HostFault(
        'internal',
        `the master key ${path} is open to other users of this machine: run chmod 600 ${path}`,
      );
    }
    const text = (await file.readFile('utf8')).trim();
    const key = Buffer.from(text, 'base64');
    if (key.length !== keyLength || key.toString('base64') !== text) throw notAKey(path);
    return key;
  } finally {
    await file.close();
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    // The service's user owns the directory: a pipe put there must not hold us up.
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') return undefined;
    throw new HostFault('internal', `the master key ${path} cannot be read (${code ?? String(error)})`, {
      cause: error,
    });
  }
}

function notAKey(path: string): HostFault {
  return new HostFault(
    'internal',
    `${path} does not hold a master key: it must be exactly 32 bytes in base64`,
  );
}
