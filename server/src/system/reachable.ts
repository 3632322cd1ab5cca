import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The part of a path that keeps a user of no special rights from passing through; undefined: all of it may be passed. */
export function findBarrier(path: string): Promise<string | undefined> {
  return findPart(path, (found) => found.isDirectory() && (found.mode & 0o001) === 0);
}

/** The first part of a path that belongs to a user; undefined: none does. */
export function findPartOf(uid: number, path: string): Promise<string | undefined> {
  return findPart(path, (found) => found.uid === uid);
}

async function findPart(path: string, isIt: (found: Stats) => boolean): Promise<string | undefined> {
  const parts: string[] = [];
  for (let part = path; part !== dirname(part); part = dirname(part)) parts.unshift(part);
  for (const part of parts) if (isIt(await stat(part))) return part;
  return undefined;
}
