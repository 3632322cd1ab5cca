import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Why a program could not be run, as far as that can be told before it is: looked for as the system itself does, by its path or in the
 * directories of PATH. Undefined: it can be run, or there is no PATH, so that only the system knows where it looks.
 */
export function whyNotRun(
  program: string,
  path: string | undefined,
  cwd: string,
): 'missing' | 'forbidden' | undefined {
  if (program.includes('/')) return whyNotFile(resolve(cwd, program));
  if (path === undefined) return undefined;
  // An empty part of PATH is the working directory.
  const found = new Set(path.split(':').map((directory) => whyNotFile(resolve(cwd, directory, program))));
  if (found.has(undefined)) return undefined;
  return found.has('forbidden') ? 'forbidden' : 'missing';
}

function whyNotFile(file: string): 'missing' | 'forbidden' | undefined {
  const facts = statSync(file, { throwIfNoEntry: false });
  if (facts === undefined) return 'missing';
  if (!facts.isFile()) return 'forbidden';
  try {
    accessSync(file, constants.X_OK);
    return undefined;
  } catch {
    return 'forbidden';
  }
}
