import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { rooms } from './rooms.mjs';

/** Packages of this repository, by the name under which others import them, and where their sources are. */
const packages = {
  '@deskplane/server/': 'server/src/',
  '@deskplane/verify/': 'verify/src/',
  '@deskplane/samples/': 'samples/src/',
};

/**
 * Every import between source files of the project, types included: tests are left out, since they may use whatever they test.
 * @param {string} root
 * @returns {{ from: string, to: string }[]} paths relative to the root
 */
export function readImports(root) {
  const sources = rooms.flatMap(({ path }) => listSources(root, path));
  return sources.flatMap((from) =>
    importsIn(readFileSync(join(root, from), 'utf8'))
      .map((specifier) => sourceOf(root, from, specifier))
      .filter((to) => to !== undefined && existsSync(join(root, to)))
      .map((to) => ({ from, to })),
  );
}

/** The room that a file is in; undefined when it is in none. */
export function roomOf(file) {
  return rooms.find(({ path }) => file === path || file.startsWith(`${path}/`))?.path;
}

/** Files that are in no room, or in a package that has no room yet: they would escape the rule. */
export function listHomeless(root) {
  return findSourceFolders(root)
    .flatMap((path) => listSources(root, path))
    .filter((file) => roomOf(file) === undefined);
}

/**
 * Projects that would be built together with what their tests share: that needs the tests' own projects, so a clone could not be
 * built in one go.
 */
export function listMixedProjects(root) {
  const { references } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  return references
    .map(({ path }) => path)
    .filter((path) => existsSync(join(root, path, 'src/testing')))
    .filter((path) => {
      const { exclude = [] } = JSON.parse(readFileSync(join(root, path, 'tsconfig.json'), 'utf8'));
      return !exclude.includes('src/testing/**');
    });
}

/** `src` of every package: those of the top folders, and of the folders in these. */
function findSourceFolders(root) {
  const folders = (path) =>
    readdirSync(join(root, path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^\.|^(?:node_modules|dist)$/.test(entry.name))
      .map(({ name }) => join(path, name));
  const tops = folders('.');
  return [...tops, ...tops.flatMap(folders)]
    .map((path) => join(path, 'src'))
    .filter((path) => !path.includes('/src/') && existsSync(join(root, path)));
}

function listSources(root, path) {
  if (/\.tsx?$/.test(path)) return [path];
  return readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
    .map((name) => `${path}/${name}`)
    .filter((name) => /\.[cm]?[jt]sx?$/.test(name) && !name.endsWith('.test.ts'))
    .sort();
}

function importsIn(text) {
  return [
    ...text
      .replaceAll(/\/\*[\s\S]*?\*\//g, ' ')
      .matchAll(
        /(?:\bfrom|\bimport|[rR]equire(?:\([^)]*\))?)\s*\(?\s*(['"`])(\.{1,2}\/[^'"`]+|@deskplane\/[^'"`]+)\1/g,
      ),
  ].map(([, , specifier]) => specifier);
}

function sourceOf(root, from, specifier) {
  if (specifier.startsWith('.')) {
    const path = normalize(join(dirname(from), specifier)).replace('/dist/', '/src/');
    // The console is bundled: its imports name no extension.
    if (from.startsWith('console/'))
      return [`${path}.ts`, `${path}.tsx`].find((file) => existsSync(join(root, file)));
    return path.replace(/\.js$/, '.ts');
  }
  const name = Object.keys(packages).find((each) => specifier.startsWith(each));
  return name && `${packages[name]}${specifier.slice(name.length).replace(/\.js$/, '.ts')}`;
}
