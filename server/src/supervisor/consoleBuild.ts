import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { capLog, logSize, openLog, readLogTail } from '../system/logFile.js';
import { watchChild } from './childProcess.js';

export interface ConsoleBuild {
  /** Fulfilled when it is done or given up. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface ConsoleBuildOptions {
  readonly cloneDir: string;
  /** What the build says is kept there. */
  readonly logFile: string;
  /** Told what came of it, unless there was nothing to do. */
  readonly tell: (text: string) => void;
}

const stopGraceMs = 2_000;
/** The build says this of itself when there was nothing to build. */
const nothingToDo = /^The console is up to date\.$/m;

/**
 * Builds the web console in a process of its own with the lowest priority, while the service runs. A build that fails harms nothing: the
 * one before stays, or the service says that there is none.
 */
export async function startConsoleBuild(options: ConsoleBuildOptions): Promise<ConsoleBuild> {
  await capLog(options.logFile);
  const offset = await logSize(options.logFile);
  const log = await openLog(options.logFile);
  const child = spawn(process.execPath, [join(options.cloneDir, 'scripts/console/build.mjs')], {
    cwd: options.cloneDir,
    stdio: ['ignore', log.fd, log.fd],
    detached: true,
  });
  const watched = watchChild(child);
  await log.close();
  if (child.pid !== undefined) lowerPriority(child.pid);
  let stopped = false;
  const report = async (): Promise<void> => {
    const how = await watched.exited;
    const said = (await readLogTail(options.logFile, offset)).trim();
    if (stopped || nothingToDo.test(said)) return;
    if (how === 'exit code 0') options.tell(said.split('\n').at(-1) ?? '');
    else
      options.tell(
        `The console was not built (log: ${options.logFile}). The service runs without the newest one.\n${said}`,
      );
  };
  return {
    ended: report(),
    stop: async () => {
      stopped = true;
      await watched.stop(stopGraceMs);
    },
  };
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch (error) {
    // It may be done already.
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_SYSTEM_ERROR')) throw error;
  }
}
