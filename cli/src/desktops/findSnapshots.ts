import { formatTime } from '@deskplane/verify/text/formatTime.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { at, textAt } from '../api/json.js';
import { exitCodes, Failure } from '../failure.js';
import type { Session } from '../session.js';
import { readDevices } from './diskDevices.js';

/** Whether a name may stand for several snapshots. */
export type NameMeans = 'one' | 'one-call';

/**
 * The snapshots that a word is, an ID or a name.
 * @param snapshots all that there are
 * @param means `one-call`: a name is also that of all snapshots of one desktop that one call made, of a disk each
 * @throws {Failure} `notFound` for what is no snapshot, `usage` for a name that several have, which it lists
 */
export async function findSnapshots(
  session: Session,
  snapshots: readonly unknown[],
  word: string,
  means: NameMeans,
): Promise<readonly unknown[]> {
  const { snapshot: words } = session.terminal.messages;
  const found = snapshots.filter(
    (each) => textAt(each, 'snapshot_id') === word.toLowerCase() || textAt(each, 'snapshot_name') === word,
  );
  if (found.length === 0) throw new Failure(exitCodes.notFound, words.missing(printable(word)));
  if (found.length === 1 || (means === 'one-call' && areOfOneCall(found))) return found;
  throw await severalSnapshots(session, found, word);
}

/** For a name that several snapshots have: tells them apart. */
async function severalSnapshots(session: Session, found: readonly unknown[], word: string): Promise<Failure> {
  const { snapshot: words } = session.terminal.messages;
  const devices = await readDevices(session, new Set(found.map((each) => textAt(each, 'desktop_id'))));
  const lines = found.map((each) =>
    words.oneOfSeveral(
      textAt(each, 'snapshot_id'),
      devices.get(textAt(each, 'volume_id')) ||
        (at(each, 'is_system_disk') === true ? words.system : words.data),
      printable(textAt(each, 'desktop_name')),
      formatTime(textAt(each, 'create_time')),
    ),
  );
  return new Failure(exitCodes.usage, [words.several(printable(word)), ...lines].join('\n  '));
}

/** One call makes all snapshots of a desktop at one moment, of each disk one. */
function areOfOneCall(snapshots: readonly unknown[]): boolean {
  const valuesOf = (field: string): number => new Set(snapshots.map((each) => textAt(each, field))).size;
  return (
    valuesOf('desktop_id') === 1 &&
    valuesOf('create_time') === 1 &&
    valuesOf('volume_id') === snapshots.length
  );
}
