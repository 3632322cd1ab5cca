import { checkpointType } from './auditTypes.js';
import { type JsonObject, type JsonValue, parseCanonical } from './canonicalJson.js';
import { commitTo } from './commitment.js';
import { openEnvelope } from './envelope.js';
import { hashLeaf, rootFromInclusion } from './merkle.js';
import type { ExportedEntry, ExportHead } from './readAuditExport.js';
import { MalformedBundle, readCount, readObject } from './readBundle.js';
import type { TreeHead } from './treeHead.js';

/**
 * A checkpoint must be signed and in the log.
 * @returns how many of the log's first entries may have lost their traces
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
    throw new MalformedBundle('the checkpoint does not lead to the root of the log');
  }
  const names = ['at', 'before', 'count', 'request_id', 'root', 'size', 'type', 'upto'];
  const content = readObject(parseCanonical(opened.payload) ?? null, 'the checkpoint', names);
  return readCount(content['upto'], 'checkpoint.upto');
}

/**
 * A trace in clear must be the account's own, and every opened value must be one that it commits to.
 * @throws {MalformedBundle}
 */
export function checkAuditEvent(
  { index, payload, opened }: Extract<ExportedEntry, { payload: Buffer }>,
  account: string,
): void {
  const entry = asObject(parseCanonical(payload));
  const trace = asObject(entry?.['trace']);
  const user = asObject(trace?.['user']);
  if (trace === undefined || asObject(user?.['domain'])?.['id'] !== account) {
    throw new MalformedBundle(`entry ${index} is no trace of the account`);
  }
  const committed = new Set([user?.['name'], trace['source_ip'], trace['resource_name']]);
  for (const opening of opened) {
    if (!committed.has(commitTo(opening))) {
      throw new MalformedBundle(`entry ${index} does not commit to the ${opening.field} in the file`);
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
