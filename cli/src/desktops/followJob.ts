import { setTimeout as pause } from 'node:timers/promises';
import { listAt, numberAt, textAt } from '../api/json.js';
import { passesWithin } from '../api/patiently.js';
import { exitCodes, Failure } from '../failure.js';
import type { Session } from '../session.js';
import { formatDuration } from '../text/formatDuration.js';
import { whileWaiting } from './whileWaiting.js';

/** A sub-job as the API gives it (`JobDetailInfo`): what became of one desktop. */
export interface SubJob {
  readonly desktopId: string;
  readonly desktopName: string;
  readonly state: 'open' | 'done' | 'failed';
  /** Percent. */
  readonly progress: number;
  readonly failure: string;
  readonly detail: unknown;
}

/** How long a command waits. */
export interface Patience {
  /** Milliseconds on the clock of `performance.now()`. */
  readonly startedAt: number;
  readonly timeoutMs: number;
  /** The command that tells how the work goes once nobody waits any more. */
  readonly look: string;
  /** Of work that may fail and goes on. */
  readonly trouble?: Trouble;
}

/** What holds up work that is waited for. */
export interface Trouble {
  /** Looks, and tells the user what is new. @throws {Failure} */
  look(): Promise<void>;
  /** What there was at the last look; empty: nothing. */
  now(): string;
}

const shortestPauseMs = 200;
const maxPauseMs = 2000;

/** What the sub-jobs of a job say now. */
export async function readSubJobs(session: Session, jobId: string): Promise<SubJob[]> {
  const { body } = await session.api.get('/workspace-sub-jobs', { job_id: jobId });
  return listAt(body, 'jobs').map((detail) => toSubJob(detail, session.terminal.messages.marks.comma));
}

/**
 * Follows a job until each of its sub-jobs has ended.
 * @throws {Failure} `failed` when time is up
 */
export async function followJob(
  session: Session,
  jobId: string,
  patience: Patience,
  describe: (subJobs: readonly SubJob[]) => string,
): Promise<SubJob[]> {
  return waitFor(session, patience, async () => {
    const subJobs = await readSubJobs(session, jobId);
    session.terminal.progress(describe(subJobs));
    return subJobs.every(({ state }) => state !== 'open') ? subJobs : undefined;
  });
}

/** As {@link followJob}, for somebody who may lose patience: Ctrl-C says that the work goes on. */
export function followWork(
  session: Session,
  jobId: string,
  patience: Patience,
  describe: (subJobs: readonly SubJob[]) => string,
): Promise<SubJob[]> {
  const follow = (): Promise<SubJob[]> => followJob(session, jobId, patience, describe);
  return whileWaiting(session.terminal, patience.look, follow, { job_id: jobId });
}

/**
 * Asks again and again, more seldom with time, until there is an answer. A service that restarts meanwhile is waited for.
 * @throws {Failure} `failed` when time is up; whatever else the asking throws
 */
export async function waitFor<Result>(
  session: Session,
  patience: Patience,
  ask: () => Promise<Result | undefined>,
): Promise<Result> {
  const { terminal } = session;
  for (let pauseMs = shortestPauseMs; ; pauseMs = Math.min(maxPauseMs, pauseMs * 1.3)) {
    let awayMs = 0;
    const result = await askAndLook(ask, patience).catch((error: unknown) => {
      const passes = passesWithin(error);
      if (passes === undefined) throw error;
      awayMs = passes;
      terminal.progress(terminal.messages.wait.away);
      return undefined;
    });
    if (result !== undefined) {
      terminal.endProgress();
      return result;
    }
    const elapsed = performance.now() - patience.startedAt;
    if (elapsed + pauseMs > patience.timeoutMs) {
      const waited = formatDuration(elapsed, terminal.language);
      const why = patience.trouble?.now() ?? '';
      throw new Failure(exitCodes.failed, terminal.messages.wait.gaveUp(waited, patience.look, why));
    }
    await pause(Math.min(Math.max(pauseMs, awayMs), patience.timeoutMs - elapsed));
  }
}

async function askAndLook<Result>(
  ask: () => Promise<Result | undefined>,
  { trouble }: Patience,
): Promise<Result | undefined> {
  const result = await ask();
  if (result === undefined) await trouble?.look();
  return result;
}

/** The mean progress in percent. */
export function meanProgress(subJobs: readonly SubJob[]): number {
  const sum = subJobs.reduce((total, { progress }) => total + progress, 0);
  return subJobs.length === 0 ? 0 : Math.floor(sum / subJobs.length);
}

function toSubJob(detail: unknown, comma: string): SubJob {
  const status = textAt(detail, 'status');
  return {
    desktopId: textAt(detail, 'entities', 'desktop_id'),
    desktopName: textAt(detail, 'entities', 'desktop_name'),
    state: status === 'SUCCESS' ? 'done' : status === 'FAILED' ? 'failed' : 'open',
    progress: numberAt(detail, 'process') ?? 0,
    failure: [textAt(detail, 'fail_reason'), textAt(detail, 'error_code')]
      .filter((part) => part !== '')
      .join(comma),
    detail,
  };
}
