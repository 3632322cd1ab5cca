import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What an image is built from (docs/en/images.md). */
export interface ImageFolder {
  /** Debian packages. */
  readonly packages: readonly string[];
  /** Directory whose content is copied into the root; undefined: there is none. */
  readonly files: string | undefined;
  /** Program that runs in the root at the end; undefined: there is none. */
  readonly setup: string | undefined;
  readonly memoryMiB: number;
  readonly diskGiB: number;
  /** Changes with anything of the above. */
  readonly digest: string;
}

/** What is wrong with a folder, to be told in words. */
export class BadFolder extends Error {
  readonly file: string;

  constructor(file: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BadFolder';
    this.file = file;
  }
}

const packageName = /^[a-z0-9][a-z0-9+.-]+$/;
const usual = { memory: 1024, disk: 10 };

/** @throws {BadFolder} naming the file at fault */
export async function readImageFolder(folder: string): Promise<ImageFolder> {
  const packages = parsePackages(join(folder, 'packages.txt'), await readText(join(folder, 'packages.txt')));
  const needs = await readNeeds(join(folder, 'image.yaml'));
  const files = await ifThere(join(folder, 'files'));
  const setup = await ifThere(join(folder, 'setup'));
  const hash = createHash('sha256').update(packages.join('\n'));
  for (const path of [files, setup]) if (path !== undefined) await addTree(hash, path);
  return { packages, files, setup, memoryMiB: needs.memory, diskGiB: needs.disk, digest: hash.digest('hex') };
}

function parsePackages(file: string, text: string): string[] {
  const names = text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '');
  const bad = names.find((name) => !packageName.test(name));
  if (bad !== undefined) throw new BadFolder(file, bad);
  return names;
}

async function readNeeds(file: string): Promise<typeof usual> {
  if ((await ifThere(file)) === undefined) return usual;
  let value: unknown;
  try {
    value = parse(await readText(file));
  } catch (error) {
    throw new BadFolder(file, error instanceof Error ? error.message : String(error), { cause: error });
  }
  if (typeof value !== 'object' || value === null) throw new BadFolder(file, 'memory, disk');
  const needs = { ...usual };
  for (const [key, number] of Object.entries(value)) {
    if (key !== 'memory' && key !== 'disk') throw new BadFolder(file, key);
    if (typeof number !== 'number' || !Number.isInteger(number) || number < 1) throw new BadFolder(file, key);
    needs[key] = number;
  }
  return needs;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new BadFolder(file, error instanceof Error ? error.message : String(error), { cause: error });
  }
}

async function ifThere(path: string): Promise<string | undefined> {
  const found = await lstat(path).catch(() => undefined);
  return found === undefined ? undefined : path;
}

async function addTree(hash: ReturnType<typeof createHash>, path: string, name = ''): Promise<void> {
  const found = await lstat(path);
  hash.update(`\n${name}\0${found.mode.toString(8)}\0`);
  if (found.isSymbolicLink()) hash.update(await readlink(path));
  else if (found.isFile()) hash.update(await readFile(path));
  else if (found.isDirectory()) {
    for (const entry of (await readdir(path)).sort())
      await addTree(hash, join(path, entry), `${name}/${entry}`);
  }
}
