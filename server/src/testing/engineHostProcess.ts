import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createLocalEngine, type LocalEngine } from '../engines/local/localEngine.js';
import { removeSurely } from './engineItems.js';
import { waitUntil } from './waitUntil.js';

const run = promisify(execFile);
const program = fileURLToPath(new URL('../../engine-host/dist/main.js', import.meta.url));
/** The user "nobody": the one that may connect to the engine host of a test. */
export const testClientUid = 65_534;

/** A real engine host in directories of its own. Needs root. */
export interface EngineHostProcess {
  readonly instance: string;
  readonly stateDir: string;
  readonly runtimeDir: string;
  readonly socketPath: string;
  readonly masterKeyFile: string;
  /** Program and arguments, to be run by node. */
  readonly command: readonly string[];
  /** A client, connected when first used. */
  readonly engine: LocalEngine;
  /** Starts the program, with arguments in place of those on top, and returns once it is ready. */
  start(more?: readonly string[]): Promise<void>;
  /** Ends it with a signal and returns once it has ended; the desktops live on. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Removes its items, ends it, and removes its directories. */
  dispose(): Promise<void>;
}

/**
 * Makes the directories and a master key and starts the engine host.
 * @param more arguments on top of the usual ones; a function is asked at each start
 * @param place where its directories are made, and the network namespace that is its machine; left out: the test's own. `under`: a
 * program that becomes the engine host, whose command line is its last arguments. `apart`: signals of the terminal do not reach it
 */
export async function startEngineHost(
  more: readonly string[] | (() => readonly string[]) = [],
  {
    parent = tmpdir(),
    namespace,
    under = [],
    apart = false,
  }: {
    readonly parent?: string;
    readonly namespace?: string;
    readonly under?: readonly string[];
    readonly apart?: boolean;
  } = {},
): Promise<EngineHostProcess> {
  const dir = await mkdtemp(join(parent, 'dph-'));
  const instance = randomBytes(4).toString('hex');
  const stateDir = join(dir, 'state');
  const runtimeDir = join(dir, 'run');
  const socketPath = join(dir, 'host.sock');
  const masterKeyFile = join(dir, 'master.key');
  await writeFile(masterKeyFile, randomBytes(32).toString('base64'), { mode: 0o600 });
  const engine = createLocalEngine({ socketPath, region: 'test-1', timeoutMs: 60_000 });
  const command = [
    [program, '--instance', instance, '--client-uid', String(testClientUid)],
    ['--socket', socketPath, '--state-dir', stateDir, '--runtime-dir', runtimeDir],
    ['--master-key-file', masterKeyFile],
  ].flat();
  let child: ChildProcess | undefined;

  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (child === undefined) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  const start = async (onTop = typeof more === 'function' ? more() : more) => {
    const commandLine = [...under, process.execPath, ...command, ...onTop];
    const [file = '', ...args] =
      namespace === undefined
        ? commandLine
        : ['nsenter', `--net=/run/netns/${namespace}`, '--', ...commandLine];
    child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'], detached: apart });
    const started = child;
    started.once('exit', () => {
      if (child === started) child = undefined;
    });
    let words = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      words += text;
    });
    await waitUntil(async () => (await engine.health()).ready, 'the engine host is ready').catch(
      (error: unknown) => {
        throw new Error(`the engine host said: ${words}`, { cause: error });
      },
    );
  };

  const host: EngineHostProcess = {
    instance,
    stateDir,
    runtimeDir,
    socketPath,
    masterKeyFile,
    command,
    engine,
    start,
    end,
    async dispose() {
      if (child === undefined) await start();
      const stuck: unknown[] = [];
      for (const kind of ['server', 'volume', 'port'] as const) {
        for (const item of await engine.list(kind))
          await removeSurely(engine, item, true).catch((error: unknown) => stuck.push(error));
      }
      await engine.close();
      await end('SIGTERM');
      await unmountBelow(dir);
      await rm(dir, { recursive: true, force: true });
      if (stuck.length > 0) throw new AggregateError(stuck, `not removed: ${stuck.map(String).join('; ')}`);
    },
  };
  await start().catch(async (error: unknown) => {
    await end('SIGKILL');
    await unmountBelow(dir);
    await rm(dir, { recursive: true, force: true });
    throw error;
  });
  return host;
}

/** What a failed test left mounted would fail the next one too. */
async function unmountBelow(dir: string): Promise<void> {
  const table = await readFile('/proc/self/mountinfo', 'utf8');
  const points = table.split('\n').map((line) => line.split(' ')[4] ?? '');
  for (const point of points.filter((each) => each.startsWith(`${dir}/`)).toReversed()) {
    await run('umount', ['--lazy', '--', point]);
  }
}
