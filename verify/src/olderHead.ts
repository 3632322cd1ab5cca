import { MalformedBundle } from './readBundle.js';
import type { TreeHead } from './treeHead.js';

/** A head that is held against a file is newer than the file: nothing is wrong with either, and nothing is shown. */
export class OutdatedFile extends MalformedBundle {}

/**
 * Demands that a head that was got elsewhere may be an older one of the file's log. A log that is shorter and was signed
 * later was cut; one that is shorter and was signed earlier is only what the log was by then.
 * @throws {MalformedBundle} of another log, or of one that was cut
 * @throws {OutdatedFile} newer than the file
 */
export function demandOlderHead(older: TreeHead, head: TreeHead): void {
  if (older.log !== head.log) throw new MalformedBundle('the older head is of another log');
  if (older.size <= head.size) return;
  if (Date.parse(head.time) < Date.parse(older.time))
    throw new OutdatedFile(
      `the head is of ${older.time} and has ${older.size} entries; the file is of ${head.time} and knows ${head.size}`,
    );
  throw new MalformedBundle(`the log had ${older.size} entries and now has ${head.size}: it was cut`);
}
