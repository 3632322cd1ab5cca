import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every file that git knows of or would take, by its path from the root. */
export function listFiles(root) {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  return [...new Set(listed.split('\n'))].filter((path) => path !== '' && existsSync(join(root, path)));
}

export const readText = (root, path) => readFileSync(join(root, path), 'utf8');

/** Whether a page may call a file or folder so: from the root of the project, or below `server/src/`; `*` stands for anything. */
export function isThere(files, path) {
  const form = path
    .replace(/\/$/, '')
    .replaceAll(/[.+?^$()[\]{}|\\]/g, '\\$&')
    .replaceAll('*', '[^/]*');
  const pattern = new RegExp(`^(?:server/src/)?${form}(?:/|$)`);
  return files.some((file) => pattern.test(file));
}
