import { Refusal } from '../api/connectApi.js';
import { textAt } from '../api/json.js';
import { type Desktop, findDesktopsByWords } from '../desktops/findDesktops.js';
import {
  followJob,
  meanProgress,
  type Patience,
  readSubJobs,
  type SubJob,
  waitFor,
} from '../desktops/followJob.js';
import { type ExitCode, exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';
import { formatDuration } from '../text/formatTime.js';
import { printable } from '../text/printable.js';
import { forecastDeletion } from './deletionForecast.js';

export interface DeleteOptions {
  readonly deleteUsers: boolean;
  readonly email: boolean;
  readonly force: boolean;
  /** Do not ask. */
  readonly yes: boolean;
  readonly wait: boolean;
  readonly timeoutMs: number;
}

/** `deskplane desktop delete`: says what will go, asks, and has it deleted. */
export async function deleteDesktops(
  session: Session,
  words: readonly string[],
  options: DeleteOptions,
): Promise<ExitCode> {
  const { terminal } = session;
  const { delete: text } = terminal.messages;
  const mayAsk = terminal.interactive && !options.yes;
  if (!mayAsk && !options.yes) throw new Failure(exitCodes.usage, text.needsYes);
  const desktops = await findDesktopsByWords(session, words);
  const forecast = await forecastDeletion(session, desktops, options);
  if (session.json) terminal.note(`${forecast}\n`);
  else terminal.say(`${forecast}\n`);
  if (mayAsk && (await terminal.ask(text.question)).trim() !== 'yes') {
    throw new Failure(exitCodes.failed, text.declined);
  }
  const startedAt = performance.now();
  const jobId = await askForDeletion(session, desktops, options);
  const patience: Patience = { startedAt, timeoutMs: options.timeoutMs };
  const subJobs = options.wait
    ? await followToTheEnd(session, jobId, desktops, patience)
    : await readSubJobs(session, jobId);
  if (session.json) sayJson(session, { job_id: jobId, jobs: subJobs.map(({ detail }) => detail) });
  else
    sayOutcome(session, desktops, subJobs, {
      waited: options.wait,
      milliseconds: performance.now() - startedAt,
    });
  return subJobs.some(({ state }) => state === 'failed') ? exitCodes.failed : exitCodes.done;
}

/** @returns the job that tells how it goes */
async function askForDeletion(
  { api }: Session,
  desktops: readonly Desktop[],
  options: DeleteOptions,
): Promise<string> {
  const flags = {
    delete_users: options.deleteUsers,
    email_notification: options.email,
    is_force_delete: options.force,
  };
  const [only, ...others] = desktops;
  if (only !== undefined && others.length === 0) {
    const { headers } = await api.delete(`/desktops/${only.id}`, flags);
    return headers.get('x-job-id') ?? '';
  }
  const { body } = await api.post('/desktops/batch-delete', {
    desktop_ids: desktops.map(({ id }) => id),
    ...flags,
  });
  return textAt(body, 'job_id');
}

async function followToTheEnd(
  session: Session,
  jobId: string,
  desktops: readonly Desktop[],
  patience: Patience,
): Promise<SubJob[]> {
  const { progress } = session.terminal.messages.delete;
  const describe = (subJobs: readonly SubJob[]): string => {
    const gone = subJobs.filter(({ state }) => state === 'done').length;
    return progress(gone, desktops.length, meanProgress(subJobs));
  };
  const subJobs = await followJob(session, jobId, patience, describe);
  const failed = new Set(subJobs.filter(({ state }) => state === 'failed').map(({ desktopId }) => desktopId));
  // The job says that it is done; that it really is gone, only the desktop's own 404 says.
  for (const { id } of desktops.filter((desktop) => !failed.has(desktop.id))) {
    await waitFor(session, patience, async () => {
      session.terminal.progress(describe(subJobs));
      return (await isGone(session, id)) ? true : undefined;
    });
  }
  return subJobs;
}

async function isGone({ api }: Session, id: string): Promise<boolean> {
  try {
    await api.get(`/desktops/${id}`);
    return false;
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return true;
    throw error;
  }
}

function sayOutcome(
  { terminal }: Session,
  desktops: readonly Desktop[],
  subJobs: readonly SubJob[],
  { waited, milliseconds }: { readonly waited: boolean; readonly milliseconds: number },
): void {
  const { delete: text } = terminal.messages;
  const failures = new Map(
    subJobs.filter(({ state }) => state === 'failed').map(({ desktopId, failure }) => [desktopId, failure]),
  );
  for (const { id, name } of desktops) {
    const failure = failures.get(id);
    if (failure !== undefined) terminal.note(text.failed(printable(name), printable(failure)));
    else if (waited)
      terminal.say(text.gone(printable(name), formatDuration(milliseconds, terminal.language)));
  }
  const accepted = desktops.length - failures.size;
  if (!waited && accepted > 0) terminal.say(text.accepted(accepted));
}
