import { open, readFile, rename } from 'node:fs/promises';
import type { AccountParts, OpenedAccount } from './openAccount.js';
import { renewRootCredentials } from './renewRootCredentials.js';

/**
 * Keeps the credentials file true: written when the account was made, brought up to date when the service listens elsewhere
 * than before, and made anew, with new secrets, when it was lost.
 * @param path readable by its owner only (0600)
 */
export async function writeCredentials(
  path: string,
  endpoint: string,
  opened: OpenedAccount,
  parts: AccountParts,
): Promise<void> {
  const known = opened.created ? opened.credentials : await readKnown(path);
  const credentials = known ?? (await renewRootCredentials(parts));
  await writePrivately(path, { ...credentials, endpoint });
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
  throw new Error(
    `${path} is not a credentials file. Move it away, and the service makes a new one with new secrets.`,
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
