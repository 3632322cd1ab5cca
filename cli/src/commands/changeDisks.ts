import { textAt } from '../api/json.js';
import { findDesktop, findDesktopsByWords, findDesktopToChange } from '../desktops/findDesktops.js';
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
    { done: added, accepted: adding, failed: notAdded },
  );
}

/** `deskplane desktop expand-disk`. */
export async function expandDisk(
  session: Session,
  word: string,
  diskWord: string,
  options: Waiting & { readonly size: number },
): Promise<ExitCode> {
  const desktop = await findDesktop(session, word);
  const volume = textAt(findDisk(session, desktop, diskWord), 'volume_id');
  return follow(session, [desktop], options, () =>
    session.api.post(`/desktops/${desktop.id}/volumes/${volume}/expand`, { new_size: options.size }),
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
