import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitUntil } from './waitUntil.js';

const product = fileURLToPath(new URL('../main.js', import.meta.url));

/** A supervisor with all that it starts, as processes of their own. */
export interface Replica {
  /** Fulfilled with the service's address. @throws with all that it said when it does not start */
  ready(): Promise<string>;
  readonly exitCode: Promise<number | null>;
  output(): string;
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/**
 * @param settings besides a free port, the simulated engine and the data directory
 * @param program another one in place of the whole product
 */
export function startReplica(
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
  program: string = product,
): Replica {
  const own = { DESKPLANE_DATA_DIR: dataDir, DESKPLANE_PORT: '0', DESKPLANE_ENGINE: 'simulated' };
  const child: ChildProcess = spawn(process.execPath, [program], {
    env: { PATH: process.env['PATH'], ...own, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  }
  let ended = false;
  const exitCode = once(child, 'close').then(([code]: unknown[]) => {
    ended = true;
    return typeof code === 'number' ? code : null;
  });
  return {
    exitCode,
    output: () => text,
    ready: async () => {
      const inTime = 'the service to be ready or to end';
      await waitUntil(() => ended || text.includes('Deskplane is ready'), inTime);
      const endpoint = /Address +(http:\S+)/.exec(text)?.[1];
      if (endpoint === undefined) throw new Error(text);
      return endpoint;
    },
    end: (signal) => {
      child.kill(signal);
      return exitCode;
    },
  };
}

/** Takes the directory for sockets away that a replica on this data directory has made. */
export async function removeRuntimeDirectory(dataDir: string): Promise<void> {
  for (const path of await runtimeDirectories(dataDir)) await rm(path, { recursive: true, force: true });
}

/** Where the directory for sockets may be: as root, and as anybody else. */
export async function runtimeDirectories(dataDir: string): Promise<string[]> {
  const id = (await readFile(join(dataDir, 'supervisor', 'instance-id'), 'utf8')).trim();
  return [`/run/deskplane/${id}`, `/tmp/deskplane-${process.getuid?.()}-${id}`];
}
