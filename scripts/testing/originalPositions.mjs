import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A text with stacks in it, with each position in a compiled file replaced by the one in its source. Node.js could do that by itself, but
 * it then reads the map of every file that any test loads, a sixth of the time until the first test starts.
 */
export function originalPositions(text) {
  const maps = new Map();
  return text.replace(/((?:file:\/\/)?\/[^\s()':]+\.js):(\d+):(\d+)/g, (position, where, line, column) => {
    const file = where.startsWith('file:') ? fileURLToPath(where) : where;
    if (!maps.has(file)) maps.set(file, readMap(file));
    const found = maps.get(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (found?.originalSource === undefined) return position;
    const source = resolve(dirname(file), found.originalSource);
    return `${source}:${found.originalLine + 1}:${found.originalColumn + 1}`;
  });
}

/** The map beside a compiled file; undefined: none. */
function readMap(file) {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}
