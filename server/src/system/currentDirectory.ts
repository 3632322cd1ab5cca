import { isAbsolute } from 'node:path';

/** The directory that this process is in; one that was deleted by the name that the shell has for it. */
export function currentDirectory(environment: NodeJS.Dict<string>): string {
  try {
    return process.cwd();
  } catch {
    const { PWD: named = '' } = environment;
    return isAbsolute(named) ? named : '/';
  }
}
