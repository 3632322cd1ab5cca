import { printable } from '@deskplane/verify/text/printable.js';
import { textAt } from '../api/json.js';
import { exitCodes, Failure } from '../failure.js';
import type { Session } from '../session.js';
import { disksOf } from './diskDevices.js';
import type { Desktop } from './findDesktops.js';

/** A disk of a desktop, by its ID or device, as the service shows it. @throws {Failure} `notFound` */
export function findDisk({ terminal }: Session, desktop: Desktop, word: string): unknown {
  const found = disksOf(desktop.detail).find(
    (each) =>
      textAt(each, 'volume_id').toLowerCase() === word.toLowerCase() || textAt(each, 'device') === word,
  );
  if (found === undefined)
    throw new Failure(exitCodes.notFound, terminal.messages.disk.missing(printable(desktop.name), word));
  return found;
}
