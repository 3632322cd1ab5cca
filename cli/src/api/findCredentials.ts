import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitCodes, Failure } from '../failure.js';
import type { Messages } from '../messages/en.js';
import { openProfileStore } from '../profiles/profileStore.js';
import { type Credentials, parseCredentials } from './credentials.js';

export interface CredentialsSearch {
  /** `--credentials`. */
  readonly named: string | undefined;
  /** `--profile`. */
  readonly profile: string | undefined;
  readonly environment: NodeJS.Dict<string>;
  readonly cwd: string;
  readonly messages: Messages;
}

export interface LocatedCredentials {
  readonly path: string;
  readonly credentials: Credentials;
}

/** The clone, seen from the compiled file. */
const cloneDirectory = fileURLToPath(new URL('../../../', import.meta.url));
const fileName = 'credentials.json';

/**
 * The credentials of the service that is meant: the file or the profile that the user named, or the profile in use, or the file of
 * the configured data directory, or, where nothing is configured, of the clone or else the current directory.
 * @throws {Failure} `unreachable`, saying which file is at fault and why; `usage` when both are named
 */
export async function findCredentials(search: CredentialsSearch): Promise<Credentials> {
  return (await locateCredentials(search)).credentials;
}

/** As {@link findCredentials}, with the file's absolute path. */
export async function locateCredentials(search: CredentialsSearch): Promise<LocatedCredentials> {
  const profile = await findProfile(search);
  if (profile !== undefined) return profile;
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

/** Undefined when no profile is meant. What is named on the command line counts more than what is named in the environment. */
async function findProfile(search: CredentialsSearch): Promise<LocatedCredentials | undefined> {
  const { environment, messages, named } = search;
  const words = messages.login;
  if (named !== undefined && search.profile !== undefined) throw new Failure(exitCodes.usage, words.eitherOr);
  if (named !== undefined) return undefined;
  const inEnvironment = environment['DESKPLANE_PROFILE'] || undefined;
  const store = openProfileStore(environment, messages);
  const wanted = search.profile ?? (environment['DESKPLANE_CREDENTIALS'] ? undefined : inEnvironment);
  if (wanted === undefined && environment['DESKPLANE_CREDENTIALS']) return undefined;
  const name = wanted ?? (await store.current());
  if (name === undefined) return undefined;
  const credentials = await store.read(name);
  if (credentials === undefined) throw new Failure(exitCodes.unreachable, words.noProfile(name));
  if (new Date(credentials.login?.expires_at ?? 0) <= new Date())
    throw new Failure(exitCodes.unreachable, words.expired(name));
  return { path: store.pathOf(name), credentials };
}

async function usualPaths({ environment, cwd }: CredentialsSearch): Promise<string[]> {
  // Only those without a profile wait for it.
  const { loadConfig } = await import('@deskplane/server/config/loadConfig.js');
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
