import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const inputs = [
  'console/index.html',
  'console/package.json',
  'console/public',
  'console/src',
  'package-lock.json',
  'scripts/console',
  'verify/src',
];

/** 16 hex characters that change with anything that the build of the console depends on. */
export function hashInputs(root) {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap((path) => filesBelow(join(root, path)))) {
    hash.update(`${file.slice(root.length)}\0`);
    hash.update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex').slice(0, 16);
}

function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}
