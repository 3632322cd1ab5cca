import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeConfigProblems, loadConfig } from '../config/loadConfig.js';
import type { Environment } from '../config/readConfig.js';
import { currentDirectory } from '../system/currentDirectory.js';
import { StartError } from '../system/errorCode.js';
import { keepDebuggerShut } from '../system/keepDebuggerShut.js';
import { createLossyOutput } from '../system/lossyLog.js';
import { ownCommands } from '../system/ownCommand.js';
import { useClone } from '../system/useClone.js';
import { type ConsoleBuild, startConsoleBuild } from './consoleBuild.js';
import { addressesBehind } from './listening.js';
import { describeReady } from './readyText.js';
import { stopOnSignal } from './stopOnSignal.js';
import { supervise } from './supervise.js';
import { openTerminal, type Terminal } from './terminal.js';

export interface ServeOptions {
  readonly environment: Environment;
  /** Milliseconds since 1970; what the elapsed times in the output count from. Default: now. */
  readonly startedAt?: number;
  /** Another program in place of the service, for tests. */
  readonly servicePath?: string;
}

/** The clone, seen from the compiled file. */
export const cloneDirectory = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');

/**
 * `deskplane serve`: reads the configuration, runs until SIGINT, SIGTERM or SIGHUP, and tells the user what to know.
 * @returns the exit code: 0 after a stop that was asked for, 1 when the start failed
 */
export async function serve(options: ServeOptions): Promise<number> {
  const startedAt = options.startedAt ?? Date.now();
  const out = createLossyOutput(process.stdout, describeLost);
  const complain = createLossyOutput(process.stderr, describeLost);
  const terminal = openTerminal(out.write, startedAt, Date.now);
  keepDebuggerShut();
  const { stopping, release } = stopOnSignal();
  try {
    return await run(options, terminal, complain.write, stopping, startedAt);
  } catch (error) {
    if (stopping.aborted && error instanceof StartError) return 0;
    const words = error instanceof StartError ? error.message : describeUnexpected(error);
    complain.write(`\nDeskplane cannot start. ${words}\n`);
    return 1;
  } finally {
    release();
  }
}

async function run(
  options: ServeOptions,
  terminal: Terminal,
  complain: (text: string) => void,
  stopping: AbortSignal,
  startedAt: number,
): Promise<number> {
  const config = await loadConfig(options.environment, cloneDirectory);
  if (Array.isArray(config)) {
    complain(`${describeConfigProblems(config)}\n`);
    return 1;
  }
  const use = await useClone(cloneDirectory);
  const { environment } = options;
  // npm changes to the clone before it runs anything, and says where the user was.
  const cwd = environment['INIT_CWD'] || currentDirectory(environment);
  const { deskplane } = ownCommands({ cloneDir: cloneDirectory, cwd, searchPath: environment['PATH'] });
  let building: Promise<ConsoleBuild> | undefined;
  await supervise({
    config,
    deskplane,
    cloneDir: cloneDirectory,
    servicePath: options.servicePath ?? join(cloneDirectory, 'server/dist/service.js'),
    engineHostPath: join(cloneDirectory, 'server/engine-host/dist/main.js'),
    xdgRuntimeDir: options.environment['XDG_RUNTIME_DIR'] || undefined,
    terminal,
    stopping,
    onReady: (ready) => {
      terminal.say(
        describeReady({
          ...ready,
          publicUrl: config.publicUrl,
          credentialsPath: join(config.dataDir, 'credentials.json'),
          listening: config,
          addresses: addressesBehind(config.host, networkInterfaces()),
          dataDir: config.dataDir,
          cloneDir: cloneDirectory,
          cwd,
          deskplane,
          seconds: (Date.now() - startedAt) / 1000,
        }),
      );
      // Only now, so that it does not hold up the start.
      building = startConsoleBuild({
        cloneDir: cloneDirectory,
        logFile: join(config.dataDir, 'logs/console-build.log'),
        tell: terminal.event,
      });
    },
  });
  await (await building)?.stop();
  await use.release();
  terminal.say('Stopped.');
  return 0;
}

function describeLost(lost: number): string {
  return `${new Date().toISOString()} This can be written to again; so far ${lost} lines were lost`;
}

function describeUnexpected(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
