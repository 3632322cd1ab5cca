import { printable } from '@deskplane/verify/text/printable.js';
import { textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { type Desktop, findDesktop, findDesktopsByWords, wordFor } from '../desktops/findDesktops.js';
import {
  followJob,
  meanProgress,
  type Patience,
  readSubJobs,
  type SubJob,
  waitFor,
} from '../desktops/followJob.js';
import { tellTrouble } from '../desktops/tellTrouble.js';
import { whileWaiting } from '../desktops/whileWaiting.js';
import { type ExitCode, exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';
import { formatDuration } from '../text/formatDuration.js';
import { prepareAgreement } from './agreement.js';
import { forecastDeletion, isSimulated } from './deletionForecast.js';
import { flagsOf, type PlanOptions, readPlans, type ShownPlan } from './readPlans.js';

export interface DeleteOptions extends PlanOptions {
  /** Do not ask. */
  readonly yes: boolean;
  readonly wait: boolean;
  readonly timeoutMs: number;
}

/** `deskplane desktop delete`: shows the service's plan, asks, and has exactly that carried out. */
export async function deleteDesktops(
  session: Session,
  words: readonly string[],
  options: DeleteOptions,
): Promise<ExitCode> {
  const { terminal } = session;
  const agree = prepareAgreement(session, options, terminal.messages.delete);
  const desktops = await findDesktopsByWords(session, words);
  const plans = await readPlans(session, desktops, options);
  await agree(await forecastDeletion(session, plans));
  const startedAt = performance.now();
  const jobId = await askForDeletion(session, plans, options);
  const look = lookFor(session, desktops);
  const trouble = tellTrouble(session, desktops);
  const patience: Patience = { startedAt, timeoutMs: options.timeoutMs, look, trouble };
  const follow = (): Promise<SubJob[]> => followToTheEnd(session, jobId, desktops, patience);
  const subJobs = options.wait
    ? await whileWaiting(terminal, look, follow, { job_id: jobId })
    : await readSubJobs(session, jobId);
  if (session.json)
    sayJson(session, {
      engine: textAt(plans[0]?.plan, 'engine'),
      job_id: jobId,
      jobs: subJobs.map(({ detail }) => detail),
    });
  else
    sayOutcome(session, desktops, subJobs, {
      waited: options.wait,
      milliseconds: performance.now() - startedAt,
      simulated: isSimulated(plans),
      look,
    });
  return subJobs.some(({ state }) => state === 'failed') ? exitCodes.failed : exitCodes.done;
}

/** The name leads to the newest deletion with it, also when the desktop is gone by then. */
function lookFor({ terminal }: Session, [only, ...others]: readonly Desktop[]): string {
  const { lookAtDeletion, lookAtDeletions } = terminal.messages.wait;
  return only === undefined || others.length > 0 ? lookAtDeletions : lookAtDeletion(wordFor(only));
}

/**
 * @returns the job that tells how it goes
 * @throws {Failure} `planChanged` when a plan is no longer the one that was shown; nothing is deleted then
 */
async function askForDeletion(
  session: Session,
  shown: readonly ShownPlan[],
  options: DeleteOptions,
): Promise<string> {
  const { api } = session;
  const flags = flagsOf(options);
  const [only, ...others] = shown;
  if (only !== undefined && others.length === 0) {
    try {
      const { id, name } = only.desktop;
      const named = only.digest === undefined ? {} : { computer_name: name };
      const { headers } = await api.delete(`/desktops/${id}`, { ...flags, ...named }, only.digest);
      return headers.get('x-job-id') ?? '';
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 412) throw error;
      return refuseChanged(session, [only.desktop], options);
    }
  }
  // No digest covers a name: looked at right before as well.
  const desktops = shown.map(({ desktop }) => desktop);
  const plans = await readPlans(session, desktops, options);
  const same = plans.every(({ desktop, plan, digest, refusal }, index) => {
    const before = shown[index];
    const isNamedSo = plan === undefined || textAt(plan, 'computer_name') === desktop.name;
    return (
      isNamedSo && digest === before?.digest && (refusal === undefined) === (before?.refusal === undefined)
    );
  });
  if (!same) return refuseChanged(session, desktops, options);
  // What is refused has no plan; what is going already goes by the one that was accepted, which is shown with its digest.
  const digests = plans.flatMap(({ plan }) => (plan === undefined ? [] : [textAt(plan, 'digest')]));
  try {
    const { body } = await api.post(
      '/desktops/batch-delete',
      { desktop_ids: desktops.map(({ id }) => id), ...flags },
      digests,
    );
    return textAt(body, 'job_id');
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 412) throw error;
    return refuseChanged(session, desktops, options);
  }
}

async function refuseChanged(
  session: Session,
  shown: readonly Desktop[],
  options: PlanOptions,
): Promise<never> {
  const { terminal } = session;
  const desktops: Desktop[] = [];
  for (const { id } of shown) desktops.push(await findDesktop(session, id));
  const plans = await readPlans(session, desktops, options);
  const { planChanged, planNow } = terminal.messages.delete;
  terminal.note(`${planNow}\n\n${await forecastDeletion(session, plans)}\n`);
  throw new Failure(exitCodes.planChanged, planChanged);
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
  {
    waited,
    milliseconds,
    simulated,
    look,
  }: {
    readonly waited: boolean;
    readonly milliseconds: number;
    readonly simulated: boolean;
    /** The command that tells how it goes. */
    readonly look: string;
  },
): void {
  const { delete: text } = terminal.messages;
  const failures = new Map(
    subJobs.filter(({ state }) => state === 'failed').map(({ desktopId, failure }) => [desktopId, failure]),
  );
  const accepted = desktops.length - failures.size;
  // What is only ahead the plan has said already.
  if (simulated && accepted > 0 && waited) terminal.say(terminal.messages.deletion.simulated.done);
  for (const { id, name } of desktops) {
    const failure = failures.get(id);
    if (failure !== undefined) terminal.note(text.failed(printable(name), printable(failure)));
    else if (waited) {
      terminal.say(text.gone(printable(name), formatDuration(milliseconds, terminal.language)));
      terminal.say(text.receipt(id));
    }
  }
  if (!waited && accepted > 0) terminal.say(text.accepted(accepted, look));
}
