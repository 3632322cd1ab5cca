import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '@deskplane/server/config/loadConfig.js';
import { exitCodes, Failure } from '../failure.js';
import type { Messages } from '../messages/en.js';
import { type Credentials, parseCredentials } from './credentials.js';

export interface CredentialsSearch {
  /** `--credentials`. */
  readonly named: string | undefined;
  readonly environment: NodeJS.Dict<string>;
  readonly cwd: string;
  readonly messages: Messages;
}

/** The clone, seen from the compiled file. */
const cloneDirectory = fileURLToPath(new URL('../../../', import.meta.url));
const fileName = 'credentials.json';

/**
 * The credentials of the service that is meant: the file that the user named, or that of the configured data directory,
 * or, where nothing is configured, of the clone or else the current directory.
 * @throws {Failure} `unreachable`, saying which file is at fault and why
 */
export async function findCredentials(search: CredentialsSearch): Promise<Credentials> {
  return (await locateCredentials(search)).credentials;
}

/** As {@link findCredentials}, with the file's absolute path. */
export async function locateCredentials(
  search: CredentialsSearch,
): Promise<{ readonly path: string; readonly credentials: Credentials }> {
  const named = search.named ?? (search.environment['DESKPLANE_CREDENTIALS'] || undefined);
  const paths = named === undefined ? await usualPaths(search) : [resolve(search.cwd, named)];
  for (const path of paths) {
    const text = await readCredentials(path, search.messages);
    if (text !== undefined) return { path, credentials: parseCredentials(text, path, search.messages) };
  }
  const { missing, named: namedMissing } = search.messages.credentials;
  const [first = ''] = paths;
  throw new Failure(exitCodes.unreachable, named === undefined ? missing(first) : namedMissing(first));
}

async function usualPaths({ environment, cwd }: CredentialsSearch): Promise<string[]> {
  const config = await loadConfig(environment, cloneDirectory);
  // A mistake in some setting is the service's to tell; here only the directory matters.
  const configured = Array.isArray(config)
    ? environment['DESKPLANE_DATA_DIR'] || '.deskplane'
    : config.dataDir;
  const dataDir = resolve(cloneDirectory, configured);
  const paths = [join(dataDir, fileName)];
  if (dataDir === join(cloneDirectory, '.deskplane')) paths.push(join(cwd, '.deskplane', fileName));
  return paths;
}

/** Undefined when there is no such file. */
async function readCredentials(path: string, messages: Messages): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    const { forbidden, unreadable } = messages.credentials;
    const why = error instanceof Error ? error.message : String(error);
    const denied = code === 'EACCES' || code === 'EPERM';
    throw new Failure(exitCodes.unreachable, denied ? forbidden(path) : unreadable(path, why));
  }
}
