import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HostFault, systemCode } from '../machine/fault.js';
import type { Places } from '../machine/places.js';
import { markVariable } from '../machine/processes.js';
import { plainEnvironment, run } from '../machine/run.js';

const launchTimeoutMs = 20_000;

/**
 * Starts the container of a bundle. It has its own session and lives on when the engine host ends.
 * @returns the id of its first process
 * @throws {HostFault} with runc's own words; what it left must then be cleared
 */
export async function runContainer(places: Places, short: string): Promise<number> {
  const bundle = places.bundle(short);
  const log = join(bundle, 'runc.log');
  const pidFile = join(bundle, 'pid');
  const args = [
    ['--root', places.runc, '--log', log],
    ['run', '--detach', '--bundle', bundle, '--pid-file', pidFile, short],
  ].flat();
  const ended = await launch(args, places.instance);
  if (ended !== undefined) {
    throw new HostFault(
      'internal',
      `the desktop's container could not be started: ${await lastWords(log, ended)}`,
    );
  }
  const pid = Number(await readFile(pidFile, 'utf8'));
  if (!Number.isInteger(pid) || pid < 2) throw new HostFault('internal', 'runc told no process id');
  return pid;
}

/** Sends a signal to every process of a container. @throws {HostFault} also when it has ended */
export async function signalContainer(places: Places, short: string, signal: 'TERM'): Promise<void> {
  await run('runc', ['--root', places.runc, 'kill', '--all', short, signal]);
}

/** Freezes every process of a container, with all that is in its memory. @throws {HostFault} also when it is frozen */
export async function pauseContainer(places: Places, short: string): Promise<void> {
  await run('runc', ['--root', places.runc, 'pause', short]);
}

/** Lets a frozen container go on. @throws {HostFault} also when it is not frozen */
export async function resumeContainer(places: Places, short: string): Promise<void> {
  await run('runc', ['--root', places.runc, 'resume', short]);
}

/**
 * Runs runc to its end. The desktop's first program inherits what runc has for input and output: nothing, so that no pipe
 * of ours ends in a desktop.
 * @returns how it failed, or undefined
 */
function launch(args: readonly string[], instance: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn('runc', args, {
      cwd: '/',
      detached: true,
      env: { ...plainEnvironment, [markVariable]: instance },
      stdio: 'ignore',
      timeout: launchTimeoutMs,
      killSignal: 'SIGKILL',
    });
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => {
      resolve(code === 0 ? undefined : `runc ended with ${signal ?? `code ${code}`}`);
    });
  });
}

async function lastWords(log: string, otherwise: string): Promise<string> {
  try {
    const text = await readFile(log, 'utf8');
    const words = [...text.matchAll(/level=error msg="((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]);
    return words.join('; ').slice(0, 500) || otherwise;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return otherwise;
    throw error;
  }
}
