import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename } from 'node:path';
import type { Config } from '../config/config.js';
import { errorCode, StartError } from '../system/errorCode.js';
import { waitUntil } from '../system/waitUntil.js';
import { explainStartFailure } from './explainStartFailure.js';

interface OwnPrograms {
  readonly cloneDir: string;
  /** Path of the compiled service. */
  readonly servicePath: string;
}

/** How long a service of ours that lost its supervisor may take to end, in milliseconds. */
const leavingMs = 10_000;

/**
 * Finds out whether the address can be listened on before anything is started, as the service itself comes last. A service
 * of ours that is just ending, its supervisor having been killed, is waited for.
 * @throws {StartError} when the port is taken, or the machine has no such address
 */
export async function refuseTakenPort(config: Config, own: OwnPrograms): Promise<void> {
  let failure: unknown;
  const settled = async (): Promise<boolean> => {
    failure = await tryToListen(config);
    return errorCode(failure) !== 'EADDRINUSE' || !(await isServiceAround(own));
  };
  await waitUntil(settled, leavingMs, 100);
  if (failure !== undefined) throw new StartError(explainStartFailure(failure, config), { cause: failure });
}

/** @returns why not; undefined when it works */
function tryToListen({ host, port }: Config): Promise<unknown> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** Whether any service of this clone runs; it may be another one, with its own port and data. */
async function isServiceAround({ cloneDir, servicePath }: OwnPrograms): Promise<boolean> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const words = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
    const isService = words.some((word) => basename(word) === basename(servicePath));
    if (isService && words.some((word) => word.startsWith(cloneDir))) return true;
  }
  return false;
}
