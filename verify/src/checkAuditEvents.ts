import { checkpointType } from './auditTypes.js';
import { type JsonObject, type JsonValue, parseCanonical } from './canonicalJson.js';
import { commitTo } from './commitment.js';
import { openEnvelope } from './envelope.js';
import { hashLeaf, rootFromInclusion } from './merkle.js';
import type { ExportedEntry, ExportHead } from './readAuditExport.js';
import { MalformedBundle, readCount, readObject } from './readBundle.js';
import type { TreeHead } from './treeHead.js';

/**
 * Checks that a checkpoint is signed and in the log.
 * @returns the number of entries, from the first, whose audit events may have been removed
 * @throws {MalformedBundle}
 */
export function checkCheckpoint(
  { envelope, index, path }: NonNullable<ExportHead['checkpoint']>,
  keys: ReadonlyMap<string, Buffer>,
  head: TreeHead,
): number {
  const opened = openEnvelope(envelope, checkpointType, keys);
  if ('fault' in opened) throw new MalformedBundle(`the checkpoint: ${opened.fault}`);
  const root = rootFromInclusion(hashLeaf(opened.payload), index, head.size, path);
  if (root === undefined || !root.equals(head.root)) {
    throw new MalformedBundle('the checkpoint is not in the log');
  }
  const names = ['at', 'before', 'count', 'request_id', 'root', 'size', 'type', 'upto'];
  const content = readObject(parseCanonical(opened.payload) ?? null, 'the checkpoint', names);
  return readCount(content['upto'], 'checkpoint.upto');
}

/**
 * Checks that an audit event in clear belongs to the account, and that each opened value matches a commitment of it.
 * @throws {MalformedBundle}
 */
export function checkAuditEvent(
  { index, payload, opened }: Extract<ExportedEntry, { payload: Buffer }>,
  account: string,
): void {
  const entry = asObject(parseCanonical(payload));
  const event = asObject(entry?.['trace']);
  const user = asObject(event?.['user']);
  if (event === undefined || asObject(user?.['domain'])?.['id'] !== account) {
    throw new MalformedBundle(`entry ${index} is not an audit event of the account`);
  }
  const committed = new Set([user?.['name'], event['source_ip'], event['resource_name']]);
  for (const opening of opened) {
    if (!committed.has(commitTo(opening))) {
      throw new MalformedBundle(`entry ${index}: the opened ${opening.field} matches no commitment`);
    }
  }
}

function asObject(value: JsonValue | undefined): JsonObject | undefined {
  if (typeof value !== 'object' || value === null || isList(value)) return undefined;
  return value;
}

function isList(value: JsonObject | readonly JsonValue[]): value is readonly JsonValue[] {
  return Array.isArray(value);
}
