import { formatFacts } from '@deskplane/verify/text/formatFacts.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { at, listAt, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { asTheyAreCalled } from '../desktops/asTheyAreCalled.js';
import { findImage } from '../desktops/chooseOffer.js';
import { describeVolume } from '../desktops/describeDesktop.js';
import { devicesOf } from '../desktops/diskDevices.js';
import { type Desktop, findDesktopsByWords } from '../desktops/findDesktops.js';
import type { SubJob } from '../desktops/followJob.js';
import { type ExitCode, exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';
import { formatDuration } from '../text/formatDuration.js';
import { prepareAgreement } from './agreement.js';
import { describeSnapshot, keyOf } from './deletionForecast.js';
import { exitCodeOf, follow, type Waiting } from './snapshots.js';

/** A desktop with what the service would do if it were asked to rebuild it now. */
interface PlannedRebuild {
  readonly desktop: Desktop;
  readonly plan: unknown;
}

/** An image as the calls name it. */
interface ChosenImage {
  readonly image_id: string;
  readonly image_type: string;
}

/** `deskplane desktop rebuild`: shows the service's plan of each, asks, and has exactly that carried out. */
export async function rebuildDesktops(
  session: Session,
  words: readonly string[],
  options: Waiting & { readonly image: string; readonly yes: boolean },
): Promise<ExitCode> {
  const agree = prepareAgreement(session, options, session.terminal.messages.rebuild);
  const desktops = await findDesktopsByWords(session, words);
  const found = await findImage(session, options.image);
  const image = { image_id: textAt(found, 'id'), image_type: textAt(found, 'image_type') || 'gold' };
  const rebuilds: PlannedRebuild[] = [];
  for (const desktop of desktops) {
    const path = `/desktops/${desktop.id}/rebuild-plan`;
    const { body: plan } = await session.api
      .get(path, { ...image })
      .catch(asTheyAreCalled(session, [desktop]));
    rebuilds.push({ desktop, plan });
  }
  await agree(forecastOf(session, rebuilds));
  const startedAt = performance.now();
  const jobId = await orderPlanned(session, rebuilds, image);
  const subJobs = await follow(session, jobId, startedAt, options);
  if (session.json)
    sayJson(session, {
      engine: textAt(rebuilds[0]?.plan, 'engine'),
      job_id: jobId,
      jobs: subJobs.map(({ detail }) => detail),
    });
  else sayOutcomes(session, rebuilds, { jobId, subJobs, milliseconds: performance.now() - startedAt });
  return exitCodeOf(subJobs);
}

/** @throws {Failure} `planChanged` when a plan is no longer the one that was shown; nothing is done then */
async function orderPlanned(
  session: Session,
  rebuilds: readonly PlannedRebuild[],
  image: ChosenImage,
): Promise<string> {
  const digests = rebuilds.map(({ plan }) => textAt(plan, 'digest'));
  const body = { desktop_ids: rebuilds.map(({ desktop }) => desktop.id), ...image };
  try {
    const answer = await session.api.post('/desktops/rebuild', body, digests).catch(
      asTheyAreCalled(
        session,
        rebuilds.map(({ desktop }) => desktop),
      ),
    );
    return textAt(answer.body, 'job_id');
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 412) throw error;
    throw new Failure(exitCodes.planChanged, session.terminal.messages.rebuild.planChanged);
  }
}

function forecastOf({ terminal }: Session, rebuilds: readonly PlannedRebuild[]): string {
  const { rebuild: text, delete: deletion } = terminal.messages;
  const words = text.plan;
  const parts = [text.heading(rebuilds.length)];
  if (rebuilds.some(({ plan }) => textAt(plan, 'engine') === 'simulated')) parts.push(text.simulated);
  for (const { desktop, plan } of rebuilds) {
    const disk = deletion.systemDisk(describeVolume(at(desktop.detail, 'root_volume')));
    const devices = devicesOf([desktop.detail]);
    const linesOf = (kind: string): string =>
      listAt(plan, 'items')
        .filter((item) => textAt(item, 'kind') === kind)
        .map((item) => {
          const described = describeSnapshot(terminal, item, devices) ?? disk;
          return keyOf(terminal, deletion.withId(described, textAt(item, 'id')), item);
        })
        .join('\n');
    const facts: (readonly [string, string])[] = [
      [words.image, words.imageOf(printable(textAt(plan, 'image_name')), textAt(plan, 'image_id'))],
      [words.disk, linesOf('volume')],
      [words.snapshots, linesOf('snapshot')],
      [words.power, at(plan, 'stops') === true ? words.restarts : words.staysOff],
      [words.lost, textAt(plan, 'reason')],
      [words.plan, textAt(plan, 'digest')],
    ];
    const told = facts.filter(([, value]) => value !== '');
    const shown = formatFacts(told, '    ', terminal.columns);
    parts.push(`  ${printable(desktop.name)}  ${desktop.id}\n${shown}`);
  }
  return parts.join('\n\n');
}

function sayOutcomes(
  { terminal }: Session,
  rebuilds: readonly PlannedRebuild[],
  job: { readonly jobId: string; readonly subJobs: readonly SubJob[]; readonly milliseconds: number },
): void {
  const { jobId, subJobs, milliseconds } = job;
  const { rebuild: text, delete: deletion } = terminal.messages;
  const time = formatDuration(milliseconds, terminal.language);
  for (const { desktop, plan } of rebuilds) {
    const name = printable(desktop.name);
    const subJob = subJobs.find(({ desktopId }) => desktopId === desktop.id);
    if (subJob?.state === 'failed') {
      terminal.note(text.failed(name, printable(subJob.failure)));
      continue;
    }
    const disk = textAt(plan, 'volume_id');
    // Before the desktop has its new disk, there is no deletion of the former one to be followed.
    if (subJob?.state !== 'done') {
      terminal.say(text.accepted(name, jobId));
      terminal.say(text.later(disk));
      continue;
    }
    terminal.say(text.done(name, time));
    terminal.say(text.deletion(disk));
    terminal.say(deletion.receipt(disk));
  }
}
