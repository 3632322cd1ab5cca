import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../system/errorCode.js';
import { isHeld, takeFileLock } from '../system/fileLock.js';
import { findHoldings, type Holding, runtimeRoot } from './holdings.js';

/**
 * Whose what an installation holds is: `running` a supervisor works on its data directory; `stopped` its data directory is there;
 * `abandoned` its data directory is gone, or is another installation's by now; `unknown` nothing tells where that was.
 */
export type InstanceState = 'running' | 'stopped' | 'abandoned' | 'unknown';

/** An installation of Deskplane that holds something on this machine. */
export interface Instance {
  /** 8 hexadecimal characters. */
  readonly id: string;
  readonly state: InstanceState;
  /** Where its data directory was when it last started; undefined when that is not on record. */
  readonly dataDirectory: string | undefined;
  readonly holdings: readonly Holding[];
}

/** File in an installation's runtime directory with the path of its data directory. */
export const dataDirectoryFile = 'data-directory';

/** Every installation that holds something on this machine, by id. Needs root to see all of it. */
export async function findInstances(): Promise<Instance[]> {
  const byInstance = new Map<string, Holding[]>();
  for (const holding of await findHoldings())
    byInstance.set(holding.instance, [...(byInstance.get(holding.instance) ?? []), holding]);
  const ids = [...byInstance.keys()].sort();
  return Promise.all(ids.map((id) => describeInstance(id, byInstance.get(id) ?? [])));
}

/** What is known of one installation now. */
async function describeInstance(id: string, holdings: readonly Holding[]): Promise<Instance> {
  const path = (await readIfThere(join(runtimeRoot, id, dataDirectoryFile)))?.trim();
  const dataDirectory = path === '' ? undefined : path;
  return { id, state: await stateOf(id, dataDirectory), dataDirectory, holdings };
}

async function stateOf(id: string, dataDirectory: string | undefined): Promise<InstanceState> {
  if (dataDirectory === undefined) return 'unknown';
  const own = join(dataDirectory, 'supervisor');
  const found = await readIfThere(join(own, 'instance-id'));
  if (found?.trim() !== id) return 'abandoned';
  const lock = await takeFileLock(join(own, 'lock'));
  if (isHeld(lock)) return 'running';
  await lock.release();
  return 'stopped';
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}
