import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorCode } from '@deskplane/server/system/errorCode.js';

/** Why a program cannot be run. */
export type NotRun =
  | { readonly why: 'missing' | 'forbidden' }
  /** It is there, but what it names to run it is not. Undefined: only the system knows what that is. */
  | { readonly why: 'interpreter'; readonly interpreter: string | undefined };

/** How much of a first line the system reads, in bytes. */
const longestFirstLine = 256;

/**
 * Why a program could not be run, as far as that can be told before it is: looked for as the system itself does, by its path or in the
 * directories of PATH. Undefined: it can be run, or there is no PATH, so that only the system knows where it looks.
 */
export function whyNotRun(program: string, path: string | undefined, cwd: string): NotRun | undefined {
  if (program.includes('/')) return whyNotFile(resolve(cwd, program), cwd, 'forbidden');
  if (program === '') return { why: 'missing' };
  if (path === undefined) return undefined;
  // An empty part of PATH is the working directory. One that nobody may look into is passed over.
  const found = path
    .split(':')
    .map((directory) => whyNotFile(resolve(cwd, directory, program), cwd, 'missing'));
  if (found.includes(undefined)) return undefined;
  const told = (why: NotRun['why']): NotRun | undefined => found.find((each) => each?.why === why);
  return told('forbidden') ?? told('interpreter') ?? { why: 'missing' };
}

/** @param ifHidden what it is where this user may not look */
function whyNotFile(file: string, cwd: string, ifHidden: 'missing' | 'forbidden'): NotRun | undefined {
  try {
    if (!statSync(file).isFile()) return { why: 'forbidden' };
  } catch (error) {
    return { why: errorCode(error) === 'EACCES' ? ifHidden : 'missing' };
  }
  try {
    accessSync(file, constants.X_OK);
  } catch {
    return { why: 'forbidden' };
  }
  const interpreter = interpreterOf(file);
  if (interpreter === undefined || mayBeThere(resolve(cwd, interpreter))) return undefined;
  return { why: 'interpreter', interpreter };
}

/** Whether a file is there, or this user may not look; the system tells then. */
function mayBeThere(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

/** What the first line of a script names; undefined: it names none, or cannot be read. */
function interpreterOf(file: string): string | undefined {
  const start = Buffer.alloc(longestFirstLine);
  try {
    const descriptor = openSync(file, 'r');
    try {
      readSync(descriptor, start, 0, longestFirstLine, 0);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
  return /^#![ \t]*([^ \t\n\0]+)/.exec(start.toString())?.[1];
}
