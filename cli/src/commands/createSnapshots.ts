import { printable } from '@deskplane/verify/text/printable.js';
import { textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import { describeVolume } from '../desktops/describeDesktop.js';
import { disksOf } from '../desktops/diskDevices.js';
import { type Desktop, findDesktopsByWords, findDesktopToChange } from '../desktops/findDesktops.js';
import type { ExitCode } from '../failure.js';
import { type Session, sayJson } from '../session.js';
import { formatDuration } from '../text/formatDuration.js';
import { exitCodeOf, follow, readSnapshots, type Waiting } from './snapshots.js';

/** By the word of the command. */
export const diskTypes = { system: 'SYSTEM_DISK', data: 'DATA_DISKS', all: 'ALL' } as const;

/** `deskplane snapshot create`. */
export async function createSnapshots(
  session: Session,
  words: readonly string[],
  options: Waiting & {
    readonly of: keyof typeof diskTypes;
    readonly name: string | undefined;
    readonly description: string | undefined;
  },
): Promise<ExitCode> {
  const { api, terminal } = session;
  const { of, name, description } = options;
  const desktops = await findDesktopsByWords(session, words, findDesktopToChange);
  const said = {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
  };
  const isSaid = Object.keys(said).length > 0;
  const before = new Set<string>();
  if (options.wait && !session.json)
    for (const desktop of desktops)
      for (const snapshot of await readVisible(session, desktop)) before.add(idOf(snapshot));
  const startedAt = performance.now();
  const { body } = await api.post('/snapshots/batch-create', {
    desktop_ids: desktops.map(({ id }) => id),
    disk_type: diskTypes[of],
    ...(isSaid && of !== 'data' ? { system_disk_snapshot: said } : {}),
    ...(isSaid && of !== 'system' ? { data_disk_snapshot: said } : {}),
  });
  const subJobs = await follow(session, textAt(body, 'job_id'), startedAt, options);
  if (session.json) sayJson(session, { ...Object(body), jobs: subJobs.map(({ detail }) => detail) });
  else {
    const text = terminal.messages.snapshot;
    const time = formatDuration(performance.now() - startedAt, terminal.language);
    for (const desktop of desktops) {
      const job = subJobs.find(({ desktopId }) => desktopId === desktop.id);
      const shown = printable(desktop.name);
      if (job?.state === 'failed') terminal.note(text.notMade(shown, printable(job.failure)));
      else if (job?.state !== 'done') terminal.say(text.accepted(shown));
      else terminal.say(text.made(shown, time, await describeNew(session, desktop, before)));
    }
  }
  return exitCodeOf(subJobs);
}

const idOf = (snapshot: unknown): string => textAt(snapshot, 'snapshot_id');

/** The snapshots of a desktop; none for whoever may make them and not see them. */
async function readVisible(session: Session, { id }: Desktop): Promise<readonly unknown[]> {
  return readSnapshots(session, id).catch((error: unknown): unknown[] => {
    if (error instanceof Refusal && error.status === 403) return [];
    throw error;
  });
}

/** The snapshots that a desktop has and did not have before, each with its disk. */
async function describeNew(session: Session, desktop: Desktop, before: ReadonlySet<string>): Promise<string> {
  const {
    marks,
    snapshot: { madeOf },
  } = session.terminal.messages;
  const disks = new Map(disksOf(desktop.detail).map((disk) => [textAt(disk, 'volume_id'), disk]));
  const snapshots = (await readVisible(session, desktop)).filter((snapshot) => !before.has(idOf(snapshot)));
  return snapshots
    .map((snapshot) => {
      const name = printable(textAt(snapshot, 'snapshot_name'));
      const disk = disks.get(textAt(snapshot, 'volume_id'));
      if (disk === undefined) return name;
      return madeOf(name, textAt(disk, 'device') || textAt(disk, 'volume_id'), describeVolume(disk));
    })
    .join(marks.list);
}
