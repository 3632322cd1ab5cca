import { formatFacts } from '@deskplane/verify/text/formatFacts.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { listAt, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { asTheyAreCalled } from '../desktops/asTheyAreCalled.js';
import { describeVolume } from '../desktops/describeDesktop.js';
import { devicesOf } from '../desktops/diskDevices.js';
import { type Desktop, findDesktop, wordFor } from '../desktops/findDesktops.js';
import { findDisk } from '../desktops/findDisk.js';
import { followWork, meanProgress, readSubJobs, type SubJob } from '../desktops/followJob.js';
import { tellTrouble } from '../desktops/tellTrouble.js';
import { type ExitCode, exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';
import { formatDuration } from '../text/formatDuration.js';
import { prepareAgreement } from './agreement.js';
import { describeSnapshot, keyOf } from './deletionForecast.js';

export interface DeleteDisksOptions {
  /** Do not ask. */
  readonly yes: boolean;
  readonly wait: boolean;
  readonly timeoutMs: number;
}

/** A disk with what the service would do if it were asked to delete it now. */
interface PlannedDisk {
  readonly id: string;
  readonly name: string;
  readonly plan: unknown;
}

/** `deskplane desktop delete-disk`: shows the service's plan of each disk, asks, and has exactly that carried out. */
export async function deleteDisks(
  session: Session,
  word: string,
  wanted: readonly string[],
  options: DeleteDisksOptions,
): Promise<ExitCode> {
  const { terminal } = session;
  const { disk: text } = terminal.messages;
  const agree = prepareAgreement(session, options, terminal.messages.delete);
  const desktop = await findDesktop(session, word);
  const disks = await planDisks(session, desktop, wanted);
  await agree(forecastOf(session, desktop, disks));
  const startedAt = performance.now();
  const jobId = await askForDeletion(session, desktop, disks);
  const [first] = disks;
  const patience = {
    startedAt,
    timeoutMs: options.timeoutMs,
    look: terminal.messages.wait.lookAtDeletion(disks.length === 1 ? (first?.id ?? '') : wordFor(desktop)),
    trouble: tellTrouble(session, disks),
  };
  const progress = (subJobs: readonly SubJob[]): string =>
    text.progress(
      subJobs.filter(({ state }) => state === 'done').length,
      disks.length,
      meanProgress(subJobs),
    );
  const subJobs = options.wait
    ? await followWork(session, jobId, patience, progress)
    : await readSubJobs(session, jobId);
  if (session.json)
    sayJson(session, {
      engine: textAt(first?.plan, 'engine'),
      job_id: jobId,
      jobs: subJobs.map(({ detail }) => detail),
    });
  else sayOutcome(session, disks, subJobs, options.wait ? performance.now() - startedAt : undefined);
  return subJobs.some(({ state }) => state === 'failed') ? exitCodes.failed : exitCodes.done;
}

/** @throws {Failure} `planChanged` when a plan is no longer the one that was shown; nothing is deleted then */
async function askForDeletion(
  session: Session,
  desktop: Desktop,
  disks: readonly PlannedDisk[],
): Promise<string> {
  const digests = disks.map(({ plan }) => textAt(plan, 'digest'));
  const body = { volume_ids: disks.map((disk) => disk.id) };
  try {
    const answer = await session.api
      .post(`/desktops/${desktop.id}/volumes/batch-delete`, body, digests)
      .catch(asTheyAreCalled(session, [desktop]));
    return textAt(answer.body, 'job_id');
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 412) throw error;
    throw new Failure(exitCodes.planChanged, session.terminal.messages.disk.planChanged);
  }
}

/** @throws {Failure} `notFound` for a disk that the desktop does not have; whatever the service refuses a plan with */
async function planDisks(
  session: Session,
  desktop: Desktop,
  wanted: readonly string[],
): Promise<PlannedDisk[]> {
  const planned = new Map<string, PlannedDisk>();
  for (const word of wanted) {
    const volume = findDisk(session, desktop, word);
    const id = textAt(volume, 'volume_id');
    const { body } = await session.api
      .get(`/desktops/${desktop.id}/volumes/${id}/deletion-plan`)
      .catch(asTheyAreCalled(session, [desktop]));
    const name = [textAt(volume, 'device'), describeVolume(volume)]
      .filter((part) => part !== '')
      .join(session.terminal.messages.marks.comma);
    planned.set(id, { id, name, plan: body });
  }
  return [...planned.values()];
}

function forecastOf({ terminal }: Session, desktop: Desktop, disks: readonly PlannedDisk[]): string {
  const { disk: text, deletion } = terminal.messages;
  const parts = [text.heading(disks.length, printable(desktop.name))];
  if (disks.some(({ plan }) => textAt(plan, 'engine') === 'simulated')) parts.push(deletion.simulated.ahead);
  const devices = devicesOf([desktop.detail]);
  const facts = disks.flatMap(({ id, name, plan }) => {
    const items = listAt(plan, 'items');
    // The disk itself first, then what goes with it, whatever the plan's order.
    const ordered = [
      ...items.filter((item) => textAt(item, 'id') === id),
      ...items.filter((item) => textAt(item, 'id') !== id),
    ];
    return ordered.map((item) => {
      const described = describeSnapshot(terminal, item, devices) ?? name;
      return [textAt(item, 'id'), keyOf(terminal, described, item)] as const;
    });
  });
  parts.push(formatFacts(facts, '    ', terminal.columns));
  return parts.join('\n\n');
}

/** @param milliseconds how long it took; undefined: nobody waited */
function sayOutcome(
  { terminal }: Session,
  disks: readonly PlannedDisk[],
  subJobs: readonly SubJob[],
  milliseconds: number | undefined,
): void {
  const { disk: text, delete: words } = terminal.messages;
  const ofDisk = new Map(subJobs.map((subJob) => [textAt(subJob.detail, 'entities', 'volume_id'), subJob]));
  for (const { id, name } of disks) {
    const subJob = ofDisk.get(id);
    if (subJob?.state === 'failed') terminal.note(text.failed(name, printable(subJob.failure)));
    else if (milliseconds === undefined) terminal.say(text.accepted(name));
    else {
      terminal.say(text.gone(name, formatDuration(milliseconds, terminal.language)));
      terminal.say(words.receipt(id));
    }
  }
}
