import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import type { DiskSettings, EgressSettings } from '../config/config.js';
import { StartError } from '../system/errorCode.js';
import { capLog, logSize, openLog, readLogTail } from '../system/logFile.js';
import type { OsIdentity } from '../system/runCommand.js';
import { waitUntil } from '../system/waitUntil.js';
import { watchChild } from './childProcess.js';
import type { RunningPart } from './keepRunning.js';

export interface EngineHostOptions {
  /** Path of the compiled program. */
  readonly program: string;
  readonly socket: string;
  readonly stateDir: string;
  readonly runtimeDir: string;
  readonly instanceId: string;
  /** Who may speak to it. */
  readonly client: OsIdentity;
  readonly logFile: string;
  /** Made by the service at its first start. */
  readonly masterKeyFile: string;
  readonly disks: DiskSettings;
  readonly egress: EgressSettings;
}

const startTimeoutMs = 30_000;

/**
 * Starts the root process of the local engine and waits until its socket answers. It ends with this process, whatever
 * ends that; the desktops live on.
 * @throws {StartError} with its last words
 */
export async function startEngineHost(options: EngineHostOptions, signal: AbortSignal): Promise<RunningPart> {
  await capLog(options.logFile);
  const offset = await logSize(options.logFile);
  const log = await openLog(options.logFile);
  const child = spawn(
    'setpriv',
    ['--pdeathsig=SIGTERM', '--', process.execPath, ...programArguments(options)],
    {
      detached: true,
      cwd: '/',
      env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' },
      stdio: ['ignore', log.fd, log.fd],
    },
  );
  const watched = watchChild(child);
  await log.close();
  const settled = async (): Promise<boolean> =>
    watched.hasExited() || signal.aborted || (await answers(options.socket));
  const inTime = await waitUntil(settled, startTimeoutMs, 50);
  if (watched.hasExited() || !inTime) {
    await watched.stop(5_000);
    const how = inTime
      ? `ended with ${await watched.exited}`
      : `did not answer within ${startTimeoutMs / 1000} s`;
    const said = await readLogTail(options.logFile, offset);
    throw new StartError(
      `The engine host ${how} (log: ${options.logFile}). To run without it, set DESKPLANE_ENGINE=simulated.\n${said}`,
    );
  }
  return { exited: watched.exited, stop: () => watched.stop(10_000) };
}

function programArguments(options: EngineHostOptions): string[] {
  const named = {
    socket: options.socket,
    'state-dir': options.stateDir,
    'runtime-dir': options.runtimeDir,
    instance: options.instanceId,
    'client-uid': String(options.client.uid),
    'client-gid': String(options.client.gid),
    'master-key-file': options.masterKeyFile,
    disks: options.disks.form,
    'disk-overcommit': String(options.disks.overcommit),
    ...(options.disks.reserveGiB === undefined
      ? {}
      : { 'disk-reserve-gib': String(options.disks.reserveGiB) }),
    ...(options.egress.device === undefined
      ? {}
      : { egress: options.egress.device, 'egress-allow': options.egress.allowed.join(',') }),
  };
  return [options.program, ...Object.entries(named).flatMap(([name, value]) => [`--${name}`, value])];
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.end();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
