import { access, constants, cp, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import type { Environment } from '../config/readConfig.js';
import { cloneDirectory } from '../supervisor/serve.js';
import { type Readiness, type Supervision, supervise } from '../supervisor/supervise.js';
import type { Terminal } from '../supervisor/terminal.js';
import { describeWriteFailure, StartError } from '../system/errorCode.js';
import { makeDirectories } from '../system/makeDirectories.js';
import { homeDirectory, isRoot } from '../system/systemUsers.js';
import { useClone } from '../system/useClone.js';
import { removeLeftovers, scratchPrefix } from './removeLeftovers.js';
import { readScratchConfig } from './scratchConfig.js';

export interface ScratchRequest {
  readonly environment: Environment;
  /** Aborted when it is to end, also while it starts. */
  readonly stopping: AbortSignal;
  /** Told what happens. */
  readonly terminal: Terminal;
  /** What a user types for this clone's command. */
  readonly deskplane: string;
  /** Absolute path of the directory where the logs of its processes go at the end, made if needed; undefined: they go with it. */
  readonly logs?: string | undefined;
}

/** An installation that lasts as long as somebody needs it. */
export interface Scratch {
  readonly endpoint: string;
  /** The path of its credentials file. */
  readonly credentialsPath: string;
  /** Stops it and takes away everything that it made, but the template of its database. */
  end(): Promise<void>;
}

/**
 * Starts the service with the simulated engine and a PostgreSQL of its own, on a free port of loopback, in a new directory of the
 * system's place for temporary files. Nothing of it needs to outlive the machine, so nothing waits for the disk.
 * @throws {StartError} when it cannot start, or was told to end meanwhile; nothing is left then
 */
export async function startScratch(request: ScratchRequest): Promise<Scratch> {
  const { environment, terminal } = request;
  if (request.logs !== undefined) await prepareLogs(request.logs);
  const use = await useClone(cloneDirectory);
  await removeLeftovers(environment['XDG_RUNTIME_DIR'] || undefined);
  const directory = await makeDirectory().catch(async (error: unknown) => {
    await use.release();
    throw error;
  });
  const ending = new AbortController();
  const stopping = AbortSignal.any([request.stopping, ending.signal]);
  const takeAway = async (): Promise<void> => {
    if (request.logs !== undefined) await keepLogs(directory, request.logs, terminal);
    try {
      await rm(directory, { recursive: true, force: true });
    } finally {
      await use.release();
    }
  };
  try {
    const config = readScratchConfig(environment, directory);
    const supervision = {
      config,
      placeSetting: 'TMPDIR' as const,
      cloneDir: cloneDirectory,
      servicePath: join(cloneDirectory, 'server/dist/service.js'),
      engineHostPath: join(cloneDirectory, 'server/engine-host/dist/main.js'),
      xdgRuntimeDir: environment['XDG_RUNTIME_DIR'] || undefined,
      terminal,
      deskplane: request.deskplane,
      stopping,
      templates: templatesDirectory(environment, directory),
      endsAtOnce: request.logs === undefined,
    };
    const { ready, ended } = await superviseUntilReady(supervision);
    return {
      endpoint: ready.endpoint,
      credentialsPath: ready.credentialsPath,
      end: async () => {
        ending.abort();
        try {
          await ended;
        } finally {
          await takeAway();
        }
      },
    };
  } catch (error) {
    await takeAway();
    throw error;
  }
}

/** @returns once requests are answered; `ended` is fulfilled when everything has stopped */
async function superviseUntilReady(
  supervision: Omit<Supervision, 'onReady'>,
): Promise<{ readonly ready: Readiness; readonly ended: Promise<void> }> {
  return new Promise((fulfil, reject) => {
    const ended: Promise<void> = supervise({
      ...supervision,
      onReady: (ready) => fulfil({ ready, ended }),
    });
    // Where it was ready before, nobody hears of this: it is for whoever ends it.
    ended.then(() => reject(new StartError('The start was interrupted.')), reject);
  });
}

async function makeDirectory(): Promise<string> {
  const place = resolve(tmpdir());
  try {
    return await mkdtemp(join(place, scratchPrefix));
  } catch (error) {
    throw describeWriteFailure(place, error, 'TMPDIR');
  }
}

/** So that what cannot be kept is told before anything is started. @throws {StartError} */
async function prepareLogs(logs: string): Promise<void> {
  try {
    await makeDirectories(logs);
    await access(logs, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw describeWriteFailure(logs, error, '--logs');
  }
}

async function keepLogs(directory: string, logs: string, terminal: Terminal): Promise<void> {
  const written = join(directory, 'logs');
  // A start that failed early has none.
  if ((await stat(written).catch(() => undefined)) === undefined) return;
  await cp(written, logs, { recursive: true }).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    terminal.event(`The logs cannot be kept in ${logs}: ${why}`);
  });
}

/**
 * Of this user; as root of the machine, since the database's user reads there.
 * @param directory of the installation, where no place to keep one is known
 */
function templatesDirectory(environment: Environment, directory: string): string {
  if (isRoot()) return '/var/cache/deskplane-templates';
  const places = [environment['XDG_CACHE_HOME'] ?? '', join(homeDirectory(), '.cache')];
  const cache = places.find((place) => isAbsolute(place));
  return cache === undefined ? join(directory, 'templates') : join(cache, 'deskplane', 'templates');
}
