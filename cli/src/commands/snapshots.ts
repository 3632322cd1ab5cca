import { formatFacts } from '@deskplane/verify/text/formatFacts.js';
import { formatTime } from '@deskplane/verify/text/formatTime.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { at, listAt, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { asTheyAreCalled } from '../desktops/asTheyAreCalled.js';
import { devicesOf, readAllDevices, readDevices } from '../desktops/diskDevices.js';
import { type Desktop, findDesktop } from '../desktops/findDesktops.js';
import { findSnapshots } from '../desktops/findSnapshots.js';
import { followWork, readSubJobs, type SubJob, type Trouble } from '../desktops/followJob.js';
import { tellTrouble } from '../desktops/tellTrouble.js';
import { type ExitCode, exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';
import { formatDuration } from '../text/formatDuration.js';
import { formatTable } from '../text/table.js';
import { prepareAgreement } from './agreement.js';
import { describeSnapshot, keyOf } from './deletionForecast.js';

/** Whether to wait for the work, and how long. */
export interface Waiting {
  readonly wait: boolean;
  readonly timeoutMs: number;
}

/** `deskplane snapshot list`. */
export async function listSnapshots(session: Session, desktop: string | undefined): Promise<void> {
  const { terminal } = session;
  const only = desktop === undefined ? undefined : await findDesktop(session, desktop);
  const snapshots = await readSnapshots(session, only?.id);
  if (session.json) return sayJson(session, { total_count: snapshots.length, desktop_snapshots: snapshots });
  const words = terminal.messages.snapshot;
  if (snapshots.length === 0) return terminal.note(words.none);
  const devices = only === undefined ? await readAllDevices(session) : devicesOf([only.detail]);
  const rows = snapshots.map((snapshot) => [
    textAt(snapshot, 'snapshot_name'),
    textAt(snapshot, 'desktop_name'),
    devices.get(textAt(snapshot, 'volume_id')) ||
      (at(snapshot, 'is_system_disk') === true ? words.system : words.data),
    textAt(words.statuses, textAt(snapshot, 'status')) || textAt(snapshot, 'status'),
    formatTime(textAt(snapshot, 'create_time')),
    textAt(snapshot, 'description'),
    textAt(snapshot, 'snapshot_id'),
  ]);
  const { name, desktop: whose, disk, status, created, description, id } = words.titles;
  terminal.say(formatTable([name, whose, disk, status, created, description, id], rows, terminal.columns));
}

/** A snapshot with what the service would do if it were asked to delete it, or to put its disk back to it, now. */
export interface PlannedSnapshot {
  readonly id: string;
  readonly name: string;
  readonly desktop: Pick<Desktop, 'id' | 'name'>;
  readonly plan: unknown;
}

/** `deskplane snapshot delete`: shows the service's plan of each, asks, and has exactly that carried out. */
export async function deleteSnapshots(
  session: Session,
  wanted: readonly string[],
  options: Waiting & { readonly yes: boolean },
): Promise<ExitCode> {
  const { terminal } = session;
  const { snapshot: text, delete: asking } = terminal.messages;
  const agree = prepareAgreement(session, options, asking);
  const snapshots = await planSnapshots(session, wanted, 'deletion-plan');
  const owners = new Set(snapshots.map(({ plan }) => textAt(plan, 'desktop_id')));
  await agree(forecastOf(session, snapshots, await readDevices(session, owners)));
  const startedAt = performance.now();
  const jobId = await orderPlanned(
    session,
    '/snapshots/batch-delete',
    snapshots,
    terminal.messages.disk.planChanged,
  );
  const trouble = tellTrouble(session, snapshots);
  const subJobs = await follow(session, jobId, startedAt, options, trouble);
  tellOutcomes(
    session,
    snapshots,
    { jobId, subJobs, startedAt },
    {
      failed: text.failed,
      going: text.going,
      done: (name, time, id) => [text.gone(name, time), asking.receipt(id)],
    },
  );
  return exitCodeOf(subJobs);
}

/** The words for what came of a snapshot, by its name. */
interface OutcomeWords {
  readonly failed: (name: string, failure: string) => string;
  readonly going: (name: string) => string;
  /** Lines, with the time that it took and the snapshot's id. */
  readonly done: (name: string, time: string, id: string) => readonly string[];
}

/** Says of each snapshot what came of it, or of all as JSON. */
export function tellOutcomes(
  session: Session,
  snapshots: readonly PlannedSnapshot[],
  job: { readonly jobId: string; readonly subJobs: readonly SubJob[]; readonly startedAt: number },
  words: OutcomeWords,
): void {
  const { terminal } = session;
  const { jobId, subJobs, startedAt } = job;
  if (session.json)
    return sayJson(session, {
      engine: textAt(snapshots[0]?.plan, 'engine'),
      job_id: jobId,
      jobs: subJobs.map(({ detail }) => detail),
    });
  const time = formatDuration(performance.now() - startedAt, terminal.language);
  for (const { id, name } of snapshots) {
    const found = subJobs.find(({ detail }) => textAt(detail, 'entities', 'snapshot_id') === id);
    if (found?.state === 'failed') terminal.note(words.failed(name, printable(found.failure)));
    else if (found?.state !== 'done') terminal.say(words.going(name));
    else for (const line of words.done(name, time, id)) terminal.say(line);
  }
}

/**
 * Has exactly what was shown carried out.
 * @param changed what is said when a plan is no longer the one that was shown
 * @returns the job
 * @throws {Failure} `planChanged` then; nothing is done
 */
export async function orderPlanned(
  session: Session,
  path: string,
  snapshots: readonly PlannedSnapshot[],
  changed: string,
): Promise<string> {
  const digests = snapshots.map(({ plan }) => textAt(plan, 'digest'));
  const body = { snapshot_ids: snapshots.map(({ id }) => id) };
  try {
    const answer = await session.api.post(path, body, digests).catch(
      asTheyAreCalled(
        session,
        snapshots.map(({ desktop }) => desktop),
      ),
    );
    return textAt(answer.body, 'job_id');
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 412) throw error;
    throw new Failure(exitCodes.planChanged, changed);
  }
}

/**
 * Snapshots with what the service would do if it were asked now.
 * @param planned which plan is meant
 * @throws {Failure} `notFound` for what is no snapshot, `usage` for a name that several have and that does not stand for all of them
 */
export async function planSnapshots(
  session: Session,
  wanted: readonly string[],
  planned: 'deletion-plan' | 'restore-plan',
): Promise<PlannedSnapshot[]> {
  const snapshots = await readSnapshots(session, undefined);
  const means = planned === 'restore-plan' ? 'one-call' : 'one';
  const plans = new Map<string, PlannedSnapshot>();
  for (const word of wanted) {
    for (const snapshot of await findSnapshots(session, snapshots, word, means)) {
      const id = textAt(snapshot, 'snapshot_id');
      const desktop = { id: textAt(snapshot, 'desktop_id'), name: textAt(snapshot, 'desktop_name') };
      const path = `/desktops/${desktop.id}/snapshots/${id}/${planned}`;
      const { body: plan } = await session.api.get(path).catch(asTheyAreCalled(session, [desktop]));
      plans.set(id, { id, name: printable(textAt(snapshot, 'snapshot_name')), desktop, plan });
    }
  }
  return [...plans.values()];
}

function forecastOf(
  { terminal }: Session,
  snapshots: readonly PlannedSnapshot[],
  devices: ReadonlyMap<string, string>,
): string {
  const { snapshot: text, deletion } = terminal.messages;
  const parts = [text.heading(snapshots.length)];
  if (snapshots.some(({ plan }) => textAt(plan, 'engine') === 'simulated'))
    parts.push(deletion.simulated.ahead);
  const facts = snapshots.flatMap(({ id, name, plan }) =>
    listAt(plan, 'items').map((item) => {
      const described = describeSnapshot(terminal, item, devices) ?? name;
      return [id, keyOf(terminal, described, item)] as const;
    }),
  );
  parts.push(formatFacts(facts, '    ', terminal.columns));
  return parts.join('\n\n');
}

const pageSize = 1000;

/** All of the project, or of one desktop by its ID, the newest first. */
export async function readSnapshots({ api }: Session, desktop: string | undefined): Promise<unknown[]> {
  const snapshots: unknown[] = [];
  for (;;) {
    const query = { desktop_id: desktop, limit: pageSize, offset: snapshots.length };
    const page = listAt((await api.get('/snapshots', query)).body, 'desktop_snapshots');
    snapshots.push(...page);
    if (page.length < pageSize) return snapshots;
  }
}

/** The sub-jobs of a job as they are now, or once all have ended where that is waited for. */
export function follow(
  session: Session,
  jobId: string,
  startedAt: number,
  { wait, timeoutMs }: Waiting,
  trouble?: Trouble,
): Promise<SubJob[]> {
  const { wait: waitWords, change } = session.terminal.messages;
  if (!wait) return readSubJobs(session, jobId);
  const patience = {
    startedAt,
    timeoutMs,
    look: waitWords.lookAtDesktops,
    ...(trouble === undefined ? {} : { trouble }),
  };
  return followWork(session, jobId, patience, (all) =>
    change.progress(all.filter(({ state }) => state !== 'open').length, all.length),
  );
}

/** A failure, where one of them failed. */
export function exitCodeOf(subJobs: readonly SubJob[]): ExitCode {
  return subJobs.some(({ state }) => state === 'failed') ? exitCodes.failed : exitCodes.done;
}
