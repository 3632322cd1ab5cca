import { lstat, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from './refusal.js';

/** What a desktop cannot start without (docs/en/images.md). */
const needed = ['bin/sh', 'usr/bin/Xtigervnc'];
const maxLinks = 40;
const maxOsRelease = 65_536;

/**
 * Holds an unpacked root to what a desktop needs.
 * @returns what it calls its system
 * @throws {Refusal} naming the program that is missing
 */
export async function requireDesktop(root: string): Promise<string> {
  for (const program of needed) {
    const path = await resolveInside(root, program);
    if (path === undefined || !(await lstat(path)).isFile()) {
      throw new Refusal('image-programs', `the image cannot be a desktop: it has no /${program}`);
    }
  }
  return systemOf(root);
}

async function systemOf(root: string): Promise<string> {
  for (const name of ['etc/os-release', 'usr/lib/os-release']) {
    const path = await resolveInside(root, name);
    const found = path === undefined ? undefined : await lstat(path);
    if (path === undefined || found?.isFile() !== true || found.size > maxOsRelease) continue;
    const line = /^PRETTY_NAME="?([\x20-\x7e]{1,128}?)"?$/m.exec(await readFile(path, 'utf8'));
    if (line?.[1] !== undefined) return line[1];
  }
  return 'Linux';
}

/**
 * Where a path leads within a root, its symbolic links read as the root's own.
 * @returns undefined when nothing is there
 */
export async function resolveInside(root: string, path: string): Promise<string | undefined> {
  let left = path.split('/');
  let done: string[] = [];
  let links = 0;
  for (;;) {
    const [part, ...after] = left;
    if (part === undefined) return join(root, ...done);
    left = after;
    if (part === '' || part === '.') continue;
    if (part === '..') {
      done = done.slice(0, -1);
      continue;
    }
    const here = join(root, ...done, part);
    const found = await lstat(here).catch(() => undefined);
    if (found === undefined) return undefined;
    if (!found.isSymbolicLink()) {
      done = [...done, part];
      continue;
    }
    links += 1;
    if (links > maxLinks) return undefined;
    const target = await readlink(here);
    if (target.startsWith('/')) done = [];
    left = [...target.split('/'), ...left];
  }
}
