import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';

/**
 * Demands that a page is as it is made, or with UPDATE_PAGES=1 in the environment writes it.
 * @param path from the root of the project
 * @param make the page from what it is now
 */
export async function comparePage(path: string, make: (now: string) => string): Promise<void> {
  const place = new URL(`../../../${path}`, import.meta.url);
  const now = await readFile(place, 'utf8');
  const made = make(now);
  if (process.env['UPDATE_PAGES'] === '1') await writeFile(place, made);
  else assert.equal(now, made, `${path} is out of date`);
}
