import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { realAmbient } from '@deskplane/server/ambient.js';
import { prepareReplacement } from '@deskplane/server/system/replacePrivately.js';
import { homeDirectory } from '@deskplane/server/system/systemUsers.js';
import { describeFileFault } from '@deskplane/verify/words/fileWords.js';
import type { Credentials } from '../api/credentials.js';
import { exitCodes, Failure } from '../failure.js';
import type { Messages } from '../messages/en.js';
import { parseProfile, writeProfileText } from './profileFile.js';

/** The user's directory with what log-ins left: `profiles/NAME.json` each, and `profile`, the name of the one in use. */
export interface ProfileStore {
  /** Where the profile is, or would be. */
  pathOf(name: string): string;
  names(): Promise<string[]>;
  /** Undefined when there is none of that name. */
  read(name: string): Promise<Credentials | undefined>;
  write(name: string, credentials: Credentials): Promise<void>;
  /** Deletes it; one in use is in use no longer. @returns whether it was there */
  remove(name: string): Promise<boolean>;
  /** Name of the profile in use. */
  current(): Promise<string | undefined>;
  use(name: string): Promise<void>;
}

const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const suffix = '.json';

/**
 * Opens the user's profiles. Every call throws {@link Failure}: `usage` for a name that none can have, `unreachable` for a file or
 * directory that others can read or change, or that cannot be read.
 */
export function openProfileStore(environment: NodeJS.Dict<string>, messages: Messages): ProfileStore {
  const top = configDirectory(environment);
  const directory = join(top, 'profiles');
  const currentPath = join(top, 'profile');
  const words = messages.login;
  const pathOf = (name: string): string => {
    if (!namePattern.test(name)) throw new Failure(exitCodes.usage, words.badName(name));
    return join(directory, name + suffix);
  };
  const prepareDirectories = async (): Promise<void> => {
    for (const path of [top, directory]) {
      await mkdir(path, { recursive: true, mode: 0o700 });
      requirePrivate(path, await lstat(path), words);
    }
  };
  const replace = async (path: string, text: string): Promise<void> => {
    await prepareDirectories();
    await (await prepareReplacement(path, text, realAmbient, undefined)).commit();
  };
  const current = async (): Promise<string | undefined> => {
    const name = (await readPrivately(currentPath, messages))?.trim();
    return name !== undefined && namePattern.test(name) ? name : undefined;
  };
  return {
    pathOf,
    async names() {
      const files = await readdir(directory).catch(unlessMissing);
      return (files ?? [])
        .filter((file) => file.endsWith(suffix))
        .map((file) => file.slice(0, -suffix.length))
        .filter((name) => namePattern.test(name))
        .sort();
    },
    async read(name) {
      const path = pathOf(name);
      const text = await readPrivately(path, messages);
      return text === undefined ? undefined : parseProfile(text, name, path, messages);
    },
    write: (name, credentials) => replace(pathOf(name), writeProfileText(credentials)),
    async remove(name) {
      const found = await lstat(pathOf(name)).catch(unlessMissing);
      await rm(pathOf(name), { force: true });
      if ((await current()) === name) await rm(currentPath, { force: true });
      return found !== undefined;
    },
    current,
    use: (name) => replace(currentPath, `${name}\n`),
  };
}

/** As the XDG base directories have it: a relative path counts for nothing. */
function configDirectory(environment: NodeJS.Dict<string>): string {
  const { XDG_CONFIG_HOME: named = '', HOME: home = '' } = environment;
  return join(isAbsolute(named) ? named : join(home || homeDirectory(), '.config'), 'deskplane');
}

/** Undefined when there is no such file. */
async function readPrivately(path: string, messages: Messages): Promise<string | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    requirePrivate(path, await file.stat(), messages.login);
    return await file.readFile('utf8');
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (isMissing(error)) return undefined;
    const { files } = messages.verdicts;
    throw new Failure(exitCodes.unreachable, files.notReadable(path, describeFileFault(error, files)));
  } finally {
    await file?.close();
  }
}

function unlessMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

interface Owned {
  readonly uid: number;
  readonly mode: number;
}

/** @throws {Failure} for what others can read or change */
function requirePrivate(path: string, { uid, mode }: Owned, words: Messages['login']): void {
  if (uid !== process.getuid?.()) throw new Failure(exitCodes.unreachable, words.foreign(path));
  if ((mode & 0o077) !== 0) throw new Failure(exitCodes.unreachable, words.open(path));
}
