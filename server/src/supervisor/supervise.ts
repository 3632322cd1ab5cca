import { join } from 'node:path';
import { realAmbient } from '../ambient.js';
import type { Config } from '../config/config.js';
import type { EmbeddedPostgresOptions } from '../database/embedded/options.js';
import { prepareTemplate } from '../database/embedded/prepareTemplate.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../database/embedded/startEmbeddedPostgres.js';
import { type PlaceSetting, StartError } from '../system/errorCode.js';
import { capLog } from '../system/logFile.js';
import { currentUser, ensureSystemUser, isRoot, type OsUser } from '../system/systemUsers.js';
import { type DataDirectory, prepareDataDirectory, systemStateDirectory } from './dataDirectory.js';
import { chooseEngine } from './engineChoice.js';
import { startEngineHost } from './engineHostProcess.js';
import { type KeptPart, keepRunning } from './keepRunning.js';
import type { ReadyMessage, StartMessage } from './messages.js';
import { refuseTakenPort } from './refuseTakenPort.js';
import {
  prepareRuntimeDirectory,
  type RuntimeDirectory,
  removeRuntimeDirectory,
} from './runtimeDirectory.js';
import { type RunningService, startService } from './serviceProcess.js';
import type { Terminal } from './terminal.js';
import { openTlsFiles, type TlsSource } from './tlsFiles.js';

export interface Supervision {
  readonly config: Config;
  /** What says where its data directory lies. Default: `DESKPLANE_DATA_DIR`. */
  readonly placeSetting?: PlaceSetting;
  readonly cloneDir: string;
  /** Paths of the compiled programs. */
  readonly servicePath: string;
  readonly engineHostPath: string;
  readonly xdgRuntimeDir: string | undefined;
  readonly terminal: Terminal;
  /** What a user types for this clone's command (system/ownCommand.ts). */
  readonly deskplane: string;
  /** Aborted when everything is to end. */
  readonly stopping: AbortSignal;
  /** For an installation that nobody keeps: the directory of templates of its database. Default: one to keep. */
  readonly templates?: string | undefined;
  /** Whether at the end the service is not waited for: nobody needs what it is at, nor the last lines of its log. Default: no. */
  readonly endsAtOnce?: boolean;
  /** Called once, when requests are being answered. */
  readonly onReady: (ready: Readiness) => void;
}

export interface Readiness extends ReadyMessage {
  readonly engine: 'local' | 'simulated';
  readonly engineWhy?: string;
}

/** Everything that a run works with, once the ground is prepared. */
interface Ground extends Supervision {
  readonly data: DataDirectory;
  readonly runtime: RuntimeDirectory;
  readonly serviceUser: OsUser;
  readonly databaseUser: OsUser | undefined;
  /** Undefined: plain HTTP. */
  readonly tls: TlsSource | undefined;
}

/**
 * Runs Deskplane: PostgreSQL, the engine host, the service, each started again when it ends, until told to stop. Then
 * the service ends first, the engine host next (desktops live on) and PostgreSQL last.
 * @throws {StartError} when the first start fails; what had been started is stopped by then
 */
export async function supervise(supervision: Supervision): Promise<void> {
  const { terminal, config } = supervision;
  // Told before anything is started.
  const tls = config.tls && (await openTlsFiles(config.tls, terminal));
  const serviceUser = isRoot() ? await ensureSystemUser('deskplane') : currentUser();
  const databaseUser = isRoot() ? await ensureSystemUser('deskplane-db') : undefined;
  const data = await prepareDataDirectory({
    dataDir: config.dataDir,
    setting: supervision.placeSetting,
    cloneDir: supervision.cloneDir,
    serviceUser,
    ambient: realAmbient,
    note: terminal.step,
  });
  const parts: KeptPart[] = [];
  const logs = ['postgres', 'engine-host', 'service'].map((name) => logOf(data, name));
  const capping = setInterval(() => void capLogs(logs, terminal), 60_000);
  let runtime: RuntimeDirectory | undefined;
  try {
    await refuseTakenPort(config, supervision);
    runtime = await prepareRuntimeDirectory(data, serviceUser, supervision.xdgRuntimeDir);
    await runParts({ ...supervision, data, runtime, serviceUser, databaseUser, tls }, parts);
    await untilAborted(supervision.stopping);
  } finally {
    clearInterval(capping);
    tls?.close();
    if (supervision.stopping.aborted) terminal.say('Stopping …');
    for (const part of parts) await stopPart(part, terminal);
    // While the lock is held, so that no other start is making what is removed here.
    if (runtime !== undefined) await tidyUp(runtime, terminal);
    await data.lock.release();
  }
}

/** What is left over does no harm: the next start finds it and goes on with it. */
async function tidyUp(runtime: RuntimeDirectory, terminal: Terminal): Promise<void> {
  try {
    await removeRuntimeDirectory(runtime);
  } catch (error) {
    terminal.event(error instanceof Error ? error.message : String(error));
  }
}

/** One part that does not end must not keep the others from ending. */
async function stopPart(part: KeptPart, terminal: Terminal): Promise<void> {
  try {
    await part.stop();
  } catch (error) {
    terminal.event(error instanceof Error ? error.message : String(error));
  }
}

/** @param parts filled as they start, the one to be stopped first at the front */
async function runParts(ground: Ground, parts: KeptPart[]): Promise<void> {
  const { config, terminal, data, runtime, stopping } = ground;
  const choice = await chooseEngine(config.engine, data.path);
  if (choice.why !== undefined) terminal.step(`Using the simulated engine, not the local one: ${choice.why}`);
  const database = Promise.resolve(
    config.databaseUrl ?? runDatabase(ground, parts, choice.engine === 'simulated'),
  );
  // Whoever waits for it hears of its failure, however early that is.
  database.catch(() => undefined);
  // Of one that is not kept the service is loaded meanwhile: whoever waits for it waits for both.
  if (ground.templates === undefined || stopping.aborted) await database;
  if (stopping.aborted) return;
  if (choice.engine === 'local') await runEngineHost(ground, parts);
  if (stopping.aborted) return;
  const messageOn = (databaseUrl: string): StartMessage => ({
    type: 'start',
    config: { ...config, dataDir: data.path, engine: choice.engine },
    databaseUrl,
    ...(choice.engine === 'local' && { engineSocket: runtime.engineSocket }),
    runtimeDir: runtime.service,
    credentialsPath: join(data.path, 'credentials.json'),
    masterKeyPath: masterKeyPath(ground),
    instanceId: data.instanceId,
    deskplane: ground.deskplane,
  });
  try {
    await runService(
      ground,
      parts,
      () => database.then(messageOn),
      (ready) =>
        ground.onReady({
          ...ready,
          engine: choice.engine,
          ...(choice.why !== undefined && { engineWhy: choice.why }),
        }),
    );
  } finally {
    // It is among the parts then, for whoever stops them.
    await database.catch(() => undefined);
  }
}

async function runDatabase(ground: Ground, parts: KeptPart[], isSimulated: boolean): Promise<string> {
  const { data, runtime, terminal, templates } = ground;
  const common: EmbeddedPostgresOptions = {
    directory: join(data.path, 'postgres'),
    runtimeDirectory: runtime.postgres,
    logFile: logOf(data, 'postgres'),
    serverUser: ground.databaseUser,
    clientUser: ground.serviceUser,
    binaryCache: isRoot() ? join(systemStateDirectory, 'runtime') : join(data.path, 'runtime'),
    // The rest is for backups, for people, and for connections that are just going.
    maxConnections: Math.max(60, ground.config.databaseConnections + 20),
    roleMakesDatabases: isSimulated && ground.config.testControl !== 'off',
    progress: terminal.step,
  };
  const template = templates === undefined ? undefined : await prepareTemplate(common, templates);
  const options = { ...common, durable: templates === undefined, template };
  terminal.step('Starting PostgreSQL');
  let first: EmbeddedPostgres | undefined;
  const start = async (): Promise<EmbeddedPostgres> => {
    const server = await startEmbeddedPostgres(options);
    first ??= server;
    return server;
  };
  parts.unshift(await keepRunning({ name: 'PostgreSQL', report: terminal.event, start }));
  if (first === undefined) throw new StartError('PostgreSQL cannot start.');
  return first.url;
}

function masterKeyPath({ config, data }: Ground): string {
  return config.masterKeyFile ?? join(data.path, 'master.key');
}

async function runEngineHost(ground: Ground, parts: KeptPart[]): Promise<void> {
  const { data, runtime, terminal } = ground;
  terminal.step('Starting the engine host');
  const options = {
    program: ground.engineHostPath,
    socket: runtime.engineSocket,
    stateDir: join(data.path, 'engine'),
    runtimeDir: runtime.engine,
    instanceId: data.instanceId,
    client: ground.serviceUser,
    logFile: logOf(data, 'engine-host'),
    masterKeyFile: masterKeyPath(ground),
    disks: ground.config.disks,
    egress: ground.config.egress,
  };
  const start = (signal: AbortSignal) => startEngineHost(options, AbortSignal.any([signal, ground.stopping]));
  parts.unshift(await keepRunning({ name: 'The engine host', report: terminal.event, start }));
}

async function runService(
  ground: Ground,
  parts: KeptPart[],
  message: () => Promise<StartMessage>,
  onFirstReady: (ready: ReadyMessage) => void,
): Promise<void> {
  const { data, terminal, stopping } = ground;
  terminal.step('Starting the service');
  let port = ground.config.port;
  let seen = false;
  let running: RunningService | undefined;
  ground.tls?.onRenewal((pair) => running?.renew(pair));
  const start = async (signal: AbortSignal) => {
    const tls = ground.tls?.current();
    const service = await startService(
      {
        program: ground.servicePath,
        cloneDir: ground.cloneDir,
        codePlace: ground.runtime.code,
        start: async () => {
          const told = await message();
          return { ...told, config: { ...told.config, port }, tls };
        },
        stopGraceMs: ground.endsAtOnce === true ? 0 : undefined,
        runAs: isRoot() ? ground.serviceUser : undefined,
        logFile: logOf(data, 'service'),
        progress: (text) => (seen ? terminal.event(text) : terminal.step(text)),
      },
      AbortSignal.any([signal, stopping]),
    );
    // "Any free port" is meant once: clients know the address by now.
    port = Number(new URL(service.ready.endpoint).port) || port;
    if (!seen) onFirstReady(service.ready);
    seen = true;
    running = service;
    const renewed = ground.tls?.current();
    if (renewed !== undefined && renewed !== tls) service.renew(renewed);
    return service;
  };
  try {
    parts.unshift(await keepRunning({ name: 'The service', report: terminal.event, start }));
  } catch (error) {
    if (!stopping.aborted) throw error;
  }
}

function logOf(data: DataDirectory, name: string): string {
  return join(data.path, 'logs', `${name}.log`);
}

async function capLogs(paths: readonly string[], terminal: Terminal): Promise<void> {
  for (const path of paths) {
    try {
      await capLog(path);
    } catch (error) {
      terminal.event(
        `Cannot truncate the log ${path}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
