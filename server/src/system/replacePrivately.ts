import { open, rename, rm } from 'node:fs/promises';
import type { Ambient } from '../ambient.js';
import type { OsIdentity } from './runCommand.js';

/** A file that is written beside the one that it is to replace. */
export interface Replacement {
  /** Where it is until then. */
  readonly path: string;
  /** From now on the new content is what the path has. */
  commit(): Promise<void>;
  /** Nothing has changed. */
  discard(): Promise<void>;
}

/**
 * Writes what a file is to hold, readable by its owner only (0600), without touching the file yet. In a directory where
 * others may add files nothing of theirs is opened: the name cannot be guessed and must be new.
 * @param owner who gets it; undefined: whoever we are
 */
export async function prepareReplacement(
  path: string,
  content: string,
  ambient: Ambient,
  owner: OsIdentity | undefined,
): Promise<Replacement> {
  const draft = `${path}.${ambient.uuid()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(content);
    if (owner !== undefined) await file.chown(owner.uid, owner.gid);
    await file.sync();
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return { path: draft, commit: () => rename(draft, path), discard: () => rm(draft, { force: true }) };
}
