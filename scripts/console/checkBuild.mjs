import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const deskApp = 'src/desk/DeskApp.tsx';

/** In bytes, compressed: what a browser gets before it shows the largest page for the first time. */
export const maxFirstLoad = 550_000;

/**
 * Holds a build to what was promised of it: no font files, no script or style within the page, a first load that is not too large.
 * @returns the size of the first load in bytes, compressed
 * @throws {Error} naming what is too much
 */
export function checkBuild(directory) {
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  const fonts = files.filter((name) => /\.(woff2?|ttf|otf|eot)$/.test(name));
  if (fonts.length > 0) throw new Error(`It holds fonts: ${fonts.join(', ')}`);
  const page = readFileSync(join(directory, 'index.html'), 'utf8');
  if (/<style|<script(?![^>]* src=)/.test(page)) throw new Error('index.html holds a script or a style.');
  const size = firstLoad(directory);
  if (size > maxFirstLoad)
    throw new Error(
      `The first load is ${Math.round(size / 1000)} kB compressed, above ${maxFirstLoad / 1000} kB.`,
    );
  return size;
}

/** The page, what it loads by itself, the console, the larger language, and the largest page that is loaded when it is opened. */
function firstLoad(directory) {
  const manifest = JSON.parse(readFileSync(join(directory, '.vite/manifest.json'), 'utf8'));
  const sizes = new Map();
  const sizeOf = (file) => {
    if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(join(directory, file))).length);
    return sizes.get(file);
  };
  const filesOf = (key, found = new Set()) => {
    const { file, css = [], imports = [] } = manifest[key];
    if (found.has(file)) return found;
    for (const each of [file, ...css]) found.add(each);
    for (const other of imports) filesOf(other, found);
    return found;
  };
  const total = (names) => [...names].reduce((sum, name) => sum + sizeOf(name), 0);
  const entry = new Set([...filesOf('index.html'), ...filesOf('src/app/App.tsx')]);
  const others = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry);
  const isMessages = (key) => /i18n\/messages\//.test(key);
  const isLanguage = (key) => isMessages(key) || /texts\.[\w-]+\.json$/.test(key);
  const beyond = (key) => total([...filesOf(key)].filter((file) => !entry.has(file)));
  const subjectOf = (key) => /(?:^|\/)src\/(\w+)\//.exec(key)?.[1] ?? '';
  const always = new Set(['app', 'layout', 'session', '']);
  const ofLanguage = (language) => others.filter((key) => isLanguage(key) && key.includes(`.${language}.js`));
  const sum = (keys) => keys.reduce((size, key) => size + beyond(key), 0);
  // Every page with the texts of its subject, in either language.
  const loads = ['en', 'zh-CN'].flatMap((language) =>
    others
      .filter((key) => !isLanguage(key) && key !== deskApp)
      .map((page) => {
        const texts = ofLanguage(language).filter((key) => {
          const subject = isMessages(key) ? '' : subjectOf(key);
          return always.has(subject) || subject === subjectOf(page);
        });
        return beyond(page) + sum(texts);
      }),
  );
  return total(['index.html', ...entry]) + Math.max(0, ...loads);
}
