import { accessSync, constants, realpathSync } from 'node:fs';
import { basename, delimiter, isAbsolute, join, relative } from 'node:path';

/** Where a user stands who is told what to type. */
export interface Standpoint {
  /** Absolute path of the clone. */
  readonly cloneDir: string;
  /** Absolute path of the directory that the user is in. */
  readonly cwd: string;
  /** The search path of the user's shell (`PATH`). */
  readonly searchPath: string | undefined;
}

/** What works from where the user stands, as words for a POSIX shell. */
export interface OwnCommands {
  /** This clone's `deskplane`: by its name where the shell finds it, else by its path. */
  readonly deskplane: string;
  /** `npm start` of this clone. */
  readonly start: string;
}

/**
 * The words for a hint. Never a name alone that something else could answer to: `npx deskplane` outside of the clone would
 * ask a public registry for it.
 */
export function ownCommands(standpoint: Standpoint): OwnCommands {
  const { cloneDir, cwd } = standpoint;
  return {
    deskplane: isOnSearchPath(standpoint) ? 'deskplane' : quoteForShell(shortPath(standpoint)),
    start: cwd === cloneDir ? 'npm start' : `npm --prefix ${quoteForShell(cloneDir)} start`,
  };
}

/** A word of a POSIX shell; quoted only where it must be. */
export function quoteForShell(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Relative where that is the shorter way, absolute elsewhere; always with a slash, so that no shell looks it up. */
function shortPath({ cloneDir, cwd }: Standpoint): string {
  const path = join(cloneDir, 'deskplane');
  const way = relative(cwd, path);
  const dotted = way.startsWith('../') ? way : `./${way}`;
  return way.startsWith('../../') || dotted.length >= path.length ? path : dotted;
}

/** Whether the first `deskplane` that the shell finds is ours. npm puts its own directories there for a while only. */
function isOnSearchPath({ cloneDir, searchPath = '' }: Standpoint): boolean {
  const places = searchPath
    .split(delimiter)
    .filter((place) => isAbsolute(place) && basename(place) !== '.bin');
  for (const place of places) {
    const found = programAt(join(place, 'deskplane'));
    if (found !== undefined) return found === programAt(join(cloneDir, 'deskplane'));
  }
  return false;
}

/** The file itself, behind all links; undefined when there is none that can be run. */
function programAt(path: string): string | undefined {
  try {
    accessSync(path, constants.X_OK);
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
