import { at, textAt } from '../api/json.js';
import { describeVolume } from '../desktops/describeDesktop.js';
import { devicesOf, disksOf } from '../desktops/diskDevices.js';
import {
  type Desktop,
  findDesktop,
  findDesktopsByWords,
  findDesktopToChange,
} from '../desktops/findDesktops.js';
import { findDisk } from '../desktops/findDisk.js';
import type { ExitCode } from '../failure.js';
import type { Session } from '../session.js';
import { follow, type Waiting } from './changeDesktops.js';

export interface AddDisksOptions extends Waiting {
  /** A disk for each, in GB. */
  readonly sizes: readonly number[];
  readonly type: string;
  readonly iops: number | undefined;
  readonly throughput: number | undefined;
}

/** `deskplane desktop add-disk`. */
export async function addDisks(
  session: Session,
  words: readonly string[],
  options: AddDisksOptions,
): Promise<ExitCode> {
  const { type, iops, throughput } = options;
  const volumes = options.sizes.map((size) => ({
    type,
    size,
    ...(iops === undefined ? {} : { iops }),
    ...(throughput === undefined ? {} : { throughput }),
  }));
  const desktops = await findDesktopsByWords(session, words, findDesktopToChange);
  const { added, adding, notAdded } = session.terminal.messages.disk;
  return follow(
    session,
    desktops,
    options,
    () =>
      session.api.post('/volumes', {
        desktop_volumes: desktops.map(({ id }) => ({ desktop_id: id, volumes })),
      }),
    {
      done: async (name, time, desktop) => added(name, time, await newDisks(session, desktop)),
      accepted: adding,
      failed: notAdded,
    },
  );
}

/** The disks that a desktop has now and did not have when it was found; empty for whoever may not see it. */
async function newDisks({ api, terminal }: Session, { id, detail }: Desktop): Promise<string> {
  if (detail === undefined) return '';
  const { body } = await api.get(`/desktops/${id}`);
  const before = devicesOf([detail]);
  const { marks } = terminal.messages;
  return disksOf(at(body, 'desktop'))
    .filter((disk) => !before.has(textAt(disk, 'volume_id')))
    .map((disk) => marks.aside(textAt(disk, 'device'), describeVolume(disk)))
    .join(marks.list);
}

/** `deskplane desktop expand-disk`. */
export async function expandDisk(
  session: Session,
  word: string,
  diskWord: string,
  options: Waiting & { readonly size: number },
): Promise<ExitCode> {
  const desktop = await findDesktop(session, word);
  const disk = findDisk(session, desktop, diskWord);
  const volume = textAt(disk, 'volume_id');
  const { expanded } = session.terminal.messages.disk;
  const { size } = options;
  return follow(
    session,
    [desktop],
    options,
    () => session.api.post(`/desktops/${desktop.id}/volumes/${volume}/expand`, { new_size: size }),
    {
      ...session.terminal.messages.change,
      done: (name, time) => expanded(name, textAt(disk, 'device') || volume, size, time),
    },
  );
}

/** `deskplane desktop disk-speed`. */
export async function setDiskSpeed(
  session: Session,
  word: string,
  diskWords: readonly string[],
  options: Waiting & { readonly iops: number; readonly throughput: number },
): Promise<ExitCode> {
  const desktop = await findDesktop(session, word);
  const ids = diskWords.map((each) => textAt(findDisk(session, desktop, each), 'volume_id'));
  const { iops, throughput } = options;
  return follow(session, [desktop], options, () =>
    session.api.put('/volumes/batch-modify-qos', {
      volume_ids: [...new Set(ids)],
      qos: { iops, throughput },
    }),
  );
}
