import { createHash } from 'node:crypto';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { createBoundedMemory } from '../memory/boundedMemory.js';
import { errorCode } from '../system/errorCode.js';

/** A file of the console, as it is sent. */
export interface ConsoleFile {
  readonly type: string;
  readonly content: Buffer;
  /** Packed at build, where that made it smaller. */
  readonly brotli: Buffer | undefined;
  readonly gzip: Buffer | undefined;
  readonly tag: string;
  /** Its address changes with its content. */
  readonly forever: boolean;
}

/** What the build says of itself while there is nothing to serve. */
export interface BuildState {
  readonly state: 'building' | 'failed';
  readonly message: string;
}

export interface ConsoleFiles {
  /** The page itself, of the newest complete build; undefined while there is none. */
  page(): Promise<ConsoleFile | undefined>;
  /** A file of that build, or of one a little older whose page is still open somewhere. */
  find(path: string): Promise<ConsoleFile | undefined>;
  state(): Promise<BuildState>;
}

type Build = ReadonlyMap<string, () => Promise<ConsoleFile>>;

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

const buildName = /^[A-Za-z0-9_-]{1,64}$/;
const rememberedBuilds = 3;

/**
 * Reads what the build of the console has left in a folder: below the name that the symbolic link `current` has, the files that
 * `files.json` there lists, and no others. A build is complete before the link leads to it and is never changed; its files stay in
 * memory once they were asked for. While there is none, `state.json` says why.
 * @param folder absolute path; it need not exist yet
 */
export function openConsoleFiles(folder: string): ConsoleFiles {
  const builds = createBoundedMemory<string, Promise<Build>>({ maxEntries: rememberedBuilds });

  const open = (name: string): Promise<Build> => {
    const known = builds.get(name);
    if (known !== undefined) return known;
    const build = readBuild(join(folder, name)).catch((error: unknown) => {
      builds.delete(name);
      throw error;
    });
    builds.set(name, build);
    return build;
  };

  const current = async (): Promise<string | undefined> => {
    const name = await readlink(join(folder, 'current')).catch(unlessMissing);
    return name !== undefined && buildName.test(name) ? name : undefined;
  };

  /** Pages of older builds stay open in browsers and load parts of themselves late. */
  const findInOlder = async (path: string): Promise<ConsoleFile | undefined> => {
    const entries = await readdir(folder, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isDirectory() && buildName.test(entry.name));
    for (const { name } of names.slice(0, rememberedBuilds)) {
      const found = (await open(name).catch(unlessMissing))?.get(path);
      if (found !== undefined) return found();
    }
    return undefined;
  };

  return {
    page: async () => {
      const name = await current();
      return name === undefined ? undefined : (await open(name)).get('index.html')?.();
    },
    find: async (path) => {
      const name = await current();
      if (name === undefined) return undefined;
      const file = (await open(name)).get(path);
      return file === undefined && isForever(path) ? findInOlder(path) : file?.();
    },
    state: () => readState(join(folder, 'state.json')),
  };
}

const isForever = (path: string): boolean => path.startsWith('assets/');

async function readBuild(directory: string): Promise<Build> {
  const listed: unknown = JSON.parse(await readFile(join(directory, 'files.json'), 'utf8'));
  const paths = new Set(Array.isArray(listed) ? listed.filter(isPath) : []);
  const names = [...paths].filter((path) => types[extname(path)] !== undefined);
  return new Map(names.map((path) => [path, once(() => readOne(directory, path, paths))]));
}

async function readOne(directory: string, path: string, paths: ReadonlySet<string>): Promise<ConsoleFile> {
  const read = (name: string): Promise<Buffer> => readFile(join(directory, name));
  const packed = async (name: string): Promise<Buffer | undefined> =>
    paths.has(name) ? read(name) : undefined;
  const [content, brotli, gzip] = await Promise.all([read(path), packed(`${path}.br`), packed(`${path}.gz`)]);
  return {
    type: types[extname(path)] ?? 'application/octet-stream',
    content,
    brotli,
    gzip,
    tag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`,
    forever: isForever(path),
  };
}

async function readState(path: string): Promise<BuildState> {
  const text = await readFile(path, 'utf8').catch(unlessMissing);
  const said: unknown = text === undefined ? undefined : parse(text);
  const message: unknown = Reflect.get(Object(said), 'message');
  return {
    state: Reflect.get(Object(said), 'state') === 'failed' ? 'failed' : 'building',
    message: typeof message === 'string' ? message.slice(0, 4_000) : '',
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Plain names, one below the other. */
const isPath = (path: unknown): path is string =>
  typeof path === 'string' &&
  path.length <= 255 &&
  path.split('/').every((part) => /^[\w@-][\w.@-]*$/.test(part));

function unlessMissing(error: unknown): undefined {
  if (['ENOENT', 'ENOTDIR', 'EINVAL'].includes(errorCode(error) ?? '')) return undefined;
  throw error;
}

/** What failed is tried again at the next call. */
function once<Result>(run: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | undefined;
  return () => {
    running ??= run().catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  };
}
