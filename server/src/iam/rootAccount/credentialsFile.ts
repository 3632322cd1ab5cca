import { open, readFile, rename } from 'node:fs/promises';
import { StartError } from '../../system/errorCode.js';
import type { OpenedAccount } from './openAccount.js';

/**
 * Keeps the credentials file true: written when the account was made, and brought up to date when the service listens
 * elsewhere than before. One that is not there stays away: it may have been lost, or be kept by another replica, and new
 * secrets, which end the old ones, are made by `deskplane admin password --renew` only.
 * @param path readable by its owner only (0600)
 * @returns whether there is one now
 */
export async function writeCredentials(
  path: string,
  endpoint: string,
  opened: OpenedAccount,
): Promise<boolean> {
  const known = opened.created ? opened.credentials : await readKnown(path);
  if (known === undefined) return false;
  await writePrivately(path, { ...known, endpoint });
  return true;
}

async function readKnown(path: string): Promise<object | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && 'secret_key' in parsed) return parsed;
  } catch {
    // Falls through: an unreadable file is refused below, not overwritten.
  }
  throw new StartError(
    `${path} is not a credentials file. Put the right one back, or move it away and make a new one with new secrets: ` +
      'deskplane admin password --renew',
  );
}

async function writePrivately(path: string, content: object): Promise<void> {
  const draft = `${path}.new`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(content, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}
