import { readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the screen page, as it is sent. */
export interface PageFile {
  readonly type: string;
  readonly content: Buffer;
  /** Its address changes with its content. */
  readonly forever: boolean;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

const ownDirectories = ['static', 'dist'].map((name) =>
  fileURLToPath(new URL(`../../screen-page/${name}`, import.meta.url)),
);
/** noVNC as it is published, module by module; MPL-2.0 wants its licence beside it. */
const novncDirectory = dirname(dirname(fileURLToPath(import.meta.resolve('@novnc/novnc'))));

/**
 * Everything that the page is made of, by its path below `/screen/`. Read when this module is loaded: once the service has given up
 * root it may not be able to.
 */
export const pageFiles: ReadonlyMap<string, PageFile> = new Map([
  ...ownDirectories.flatMap((directory) => filesBelow(directory, directory, '', false)),
  ...['core', 'vendor', 'LICENSE.txt'].flatMap((part) =>
    filesBelow(novncDirectory, join(novncDirectory, part), `novnc-${novncVersion()}/`, true),
  ),
]);

function filesBelow(root: string, path: string, prefix: string, forever: boolean): [string, PageFile][] {
  const files =
    extname(path) === ''
      ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name))
      : [path];
  return files.flatMap((file): [string, PageFile][] => {
    const type = types[extname(file)];
    if (type === undefined) return [];
    return [[`${prefix}${relative(root, file)}`, { type, content: readFileSync(file), forever }]];
  });
}

function novncVersion(): string {
  const text = readFileSync(join(novncDirectory, 'package.json'), 'utf8');
  const version = /"version": "([\d.]+)"/.exec(text)?.[1];
  if (version === undefined) throw new Error(`${novncDirectory} does not say which version of noVNC it is.`);
  return version;
}
