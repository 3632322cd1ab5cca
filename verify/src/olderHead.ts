import { MalformedBundle } from './readBundle.js';
import type { TreeHead } from './treeHead.js';

/** The older head is in fact newer than the file. Neither is wrong, and nothing is proven. */
export class OutdatedFile extends MalformedBundle {}

/**
 * Checks that a head can be an older head of the file's log. If the file knows fewer entries and is signed later, the log was
 * truncated. If it is signed earlier, the file is only older than the head.
 * @throws {MalformedBundle} for another log, or a truncated one
 * @throws {OutdatedFile} when the head is newer than the file
 */
export function demandOlderHead(older: TreeHead, head: TreeHead): void {
  if (older.log !== head.log) throw new MalformedBundle('the older head belongs to another log');
  if (older.size <= head.size) return;
  if (Date.parse(head.time) < Date.parse(older.time))
    throw new OutdatedFile(
      `the head (${older.time}) has ${older.size} entries; the file (${head.time}) knows only ${head.size}`,
    );
  throw new MalformedBundle(`the log had ${older.size} entries and now has ${head.size}: it was truncated`);
}
