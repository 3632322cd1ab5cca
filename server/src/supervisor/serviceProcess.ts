import { fork } from 'node:child_process';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartError } from '../system/errorCode.js';
import { capLog, logSize, openLog, readLogTail } from '../system/logFile.js';
import { findBarrier } from '../system/reachable.js';
import type { OsIdentity } from '../system/runCommand.js';
import type { TlsPair } from '../system/tlsPair.js';
import { waitUntil } from '../system/waitUntil.js';
import { watchChild } from './childProcess.js';
import type { RunningPart } from './keepRunning.js';
import {
  parseServiceMessage,
  type ReadyMessage,
  type RenewalMessage,
  type StartMessage,
} from './messages.js';
import { serviceFlags } from './serviceFlags.js';

export interface ServiceOptions {
  /** Path of the compiled program. */
  readonly program: string;
  /** The clone that the program belongs to. */
  readonly cloneDir: string;
  /** An empty directory of ours where a clone that only root may enter is shown to the service alone. */
  readonly codePlace: string;
  /** What it is told once its code is loaded, which takes a while: it may come later. Asked for once it is waited for. */
  readonly start: () => Promise<StartMessage>;
  /** The user it becomes after loading its code; undefined: it stays who we are. */
  readonly runAs: OsIdentity | undefined;
  readonly logFile: string;
  /** How long it may take to end what it is at, in milliseconds. Default: 10 s. */
  readonly stopGraceMs?: number | undefined;
  readonly progress: (text: string) => void;
}

export interface RunningService extends RunningPart {
  readonly ready: ReadyMessage;
  /** Hands over a certificate in place of the one in use. */
  renew(tls: TlsPair): void;
}

const launcher = fileURLToPath(new URL('./launchBehindBarrier.js', import.meta.url));

/** Migrating a large database takes its time. */
const startTimeoutMs = 10 * 60_000;
const usualStopGraceMs = 10_000;

/** Variables of ours that the service gets, too; the others, which may hold secrets, it does not. */
const passedOn = /^(PATH|LANG|LC_[A-Z]+|TZ|NODE_[A-Z_]+|SSL_CERT_(FILE|DIR))$/;

/**
 * Starts the service and waits until it answers requests. It ends by itself when this process does.
 * @throws {StartError} with the service's own reason, or its last words; what keeps its message from coming
 */
export async function startService(options: ServiceOptions, signal: AbortSignal): Promise<RunningService> {
  const { stopGraceMs = usualStopGraceMs } = options;
  await capLog(options.logFile);
  const offset = await logSize(options.logFile);
  const log = await openLog(options.logFile);
  const command = await commandLine(options);
  const child = fork(command.program, command.args, {
    ...command.by,
    detached: true,
    cwd: '/',
    env: serviceEnvironment(options.runAs),
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
    serialization: 'advanced',
  });
  const watched = watchChild(child);
  await log.close();
  let ready: ReadyMessage | undefined;
  let failed: string | undefined;
  child.on('message', (value) => {
    const message = parseServiceMessage(value);
    if (message?.type === 'ready') ready = message;
    if (message?.type === 'failed') failed = message.message;
    if (message?.type === 'progress') options.progress(message.text);
  });
  const start = await options.start().catch(async (error: unknown) => {
    await watched.stop(0);
    throw error;
  });
  child.send(start);
  const settled = (): boolean =>
    ready !== undefined || failed !== undefined || watched.hasExited() || signal.aborted;
  const inTime = await waitUntil(settled, startTimeoutMs);
  if (ready !== undefined) {
    const renew = (tls: TlsPair): void => {
      const renewal: RenewalMessage = { type: 'renewal', tls };
      if (child.connected) child.send(renewal);
    };
    return { ready, exited: watched.exited, renew, stop: () => watched.stop(stopGraceMs) };
  }
  await watched.stop(stopGraceMs);
  if (signal.aborted) throw new StartError('The start was interrupted.');
  if (failed !== undefined) throw new StartError(failed);
  const how = inTime
    ? `ended with ${await watched.exited}`
    : `was not ready within ${startTimeoutMs / 60_000} min`;
  const said = await readLogTail(options.logFile, offset);
  throw new StartError(`The service ${how} (log: ${options.logFile}).\n${said}`);
}

/** The program itself, or by way of a mount namespace where it can be read by the user that it becomes. */
async function commandLine({ program, cloneDir, codePlace, runAs }: ServiceOptions) {
  const barred = runAs !== undefined && (await findBarrier(dirname(program))) !== undefined;
  if (!barred) return { program, args: [], by: { execArgv: [...serviceFlags] } };
  // Mounts of the engine host show here; ours shows nowhere else.
  const namespace = ['--mount', '--propagation=slave', '--', process.execPath, ...serviceFlags];
  return {
    program: launcher,
    args: [cloneDir, codePlace, relative(cloneDir, program)],
    by: { execPath: 'unshare', execArgv: namespace },
  };
}

function serviceEnvironment(runAs: OsIdentity | undefined): NodeJS.ProcessEnv {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => passedOn.test(name)));
  if (runAs !== undefined) environment['DESKPLANE_RUN_AS'] = `${runAs.uid}:${runAs.gid}`;
  return environment;
}
