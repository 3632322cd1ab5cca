import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The part of a path that keeps a user of no special rights from passing through; undefined: all of it may be passed. */
export async function findBarrier(path: string): Promise<string | undefined> {
  const parts: string[] = [];
  for (let part = path; part !== dirname(part); part = dirname(part)) parts.unshift(part);
  for (const part of parts) {
    const found = await stat(part);
    if (found.isDirectory() && (found.mode & 0o001) === 0) return part;
  }
  return undefined;
}
