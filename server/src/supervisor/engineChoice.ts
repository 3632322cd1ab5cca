import { constants } from 'node:fs';
import { access, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config/config.js';
import { hostDesktopNeeds, localEngineNeeds } from '../engines/local/localEngineNeeds.js';
import { errorCode, StartError } from '../system/errorCode.js';
import { isRoot } from '../system/systemUsers.js';
import { explainObstacle, tryContainer } from './tryContainer.js';

const programDirectories = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/**
 * The Debian packages of the local engine that are not installed here.
 * @param directories where programs are looked for; those of the system when left out
 */
export async function missingPackages(directories?: readonly string[]): Promise<string[]> {
  return findMissing(localEngineNeeds, directories);
}

/** Those that the engine can do without, but its desktops of the image `host` look bare then. */
export async function missingDesktopPackages(directories?: readonly string[]): Promise<string[]> {
  return findMissing(hostDesktopNeeds, directories);
}

async function findMissing(
  needs: readonly { readonly package: string; readonly program: string }[],
  directories: readonly string[] = programDirectories,
): Promise<string[]> {
  const missing: string[] = [];
  for (const need of needs) {
    if (!(await isInstalled(need.program, directories))) missing.push(need.package);
  }
  return missing;
}

export interface EngineChoice {
  readonly engine: 'local' | 'simulated';
  /** Why it is not the local engine, when nobody asked for the simulated one. */
  readonly why?: string;
}

/**
 * Decides the engine. Left to us, it is decided at the first start and kept: desktops that exist must not vanish from
 * sight because a package went missing.
 * @throws {StartError} when the local engine is asked for, or was in use, and cannot run
 */
export async function chooseEngine(configured: Config['engine'], dataDir: string): Promise<EngineChoice> {
  const kept = configured === 'automatic' ? await readKept(dataDir) : configured;
  if (kept === 'simulated') return keep(dataDir, { engine: 'simulated' });
  const obstacle = await findObstacle();
  if (obstacle === undefined) return keep(dataDir, { engine: 'local' });
  if (kept === undefined) return keep(dataDir, { engine: 'simulated', why: obstacle });
  const reason =
    configured === 'local' ? 'DESKPLANE_ENGINE requires it' : 'earlier starts with this data used it';
  throw new StartError(
    `The local engine cannot run (${reason}): ${obstacle}. To use simulated desktops, set DESKPLANE_ENGINE=simulated.`,
  );
}

/** What keeps the local engine from running on this machine, in words; undefined: nothing. */
export async function findObstacle(): Promise<string | undefined> {
  if (!isRoot()) return 'it needs root';
  const missing = await missingPackages();
  if (missing.length > 0) return `missing packages (apt-get install ${missing.join(' ')})`;
  const failure = await tryContainer();
  return failure === undefined ? undefined : explainObstacle(failure);
}

async function isInstalled(program: string, directories: readonly string[]): Promise<boolean> {
  for (const directory of directories) {
    try {
      await access(join(directory, program), constants.X_OK);
      return true;
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'EACCES') throw error;
    }
  }
  return false;
}

const fileName = 'supervisor/engine-in-use';

async function readKept(dataDir: string): Promise<'local' | 'simulated' | undefined> {
  try {
    const text = (await readFile(join(dataDir, fileName), 'utf8')).trim();
    return text === 'local' || text === 'simulated' ? text : undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function keep(dataDir: string, choice: EngineChoice): Promise<EngineChoice> {
  const path = join(dataDir, fileName);
  // "Simulated" for want of anything better is not a choice to hold on to.
  if (choice.why === undefined) await writeFile(path, `${choice.engine}\n`, { mode: 0o600 });
  else await rm(path, { force: true });
  return choice;
}
