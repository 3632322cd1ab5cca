import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Smaller ones gain nothing. */
const leastBytes = 1_000;

/**
 * Makes a build ready to be served by another user: each text beside its packed forms, the list of all files (`files.json`), and rights
 * to read them whatever the umask.
 */
export function packBuild(directory) {
  const files = list(directory).filter((name) => !name.startsWith('.vite/'));
  const packed = files.flatMap((name) => pack(directory, name));
  const all = [...files, ...packed].sort();
  writeFileSync(join(directory, 'files.json'), `${JSON.stringify(all)}\n`);
  for (const name of ['.', ...readdirSync(directory, { recursive: true, encoding: 'utf8' })]) {
    const path = join(directory, name);
    chmodSync(path, statSync(path).isDirectory() ? 0o755 : 0o644);
  }
}

function pack(directory, name) {
  const content = readFileSync(join(directory, name));
  if (!/\.(html|js|css|svg)$/.test(name) || content.length < leastBytes) return [];
  // The best quality takes a minute for a hundredth.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 8 };
  writeFileSync(join(directory, `${name}.br`), brotliCompressSync(content, { params }));
  writeFileSync(join(directory, `${name}.gz`), gzipSync(content));
  return [`${name}.br`, `${name}.gz`];
}

function list(directory) {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) =>
    statSync(join(directory, name)).isFile(),
  );
}
