import { exportFormat } from './auditTypes.js';
import type { JsonValue } from './canonicalJson.js';
import type { Opening } from './commitment.js';
import type { Envelope } from './envelope.js';
import type { PublicJwk } from './publicKeys.js';
import type { InclusionProof } from './readBundle.js';
import {
  demandFormat,
  MalformedBundle,
  readCount,
  readEnvelope,
  readHashText,
  readKey,
  readList,
  readObject,
  readOpening,
  readPath,
  readText,
} from './readBundle.js';

/** The first line: which range of the log follows, and how it leads to the signed head. */
export interface ExportHead {
  /** The account whose audit events are in clear. */
  readonly account: string;
  readonly head: Envelope;
  readonly keys: readonly PublicJwk[];
  /** Index of the first entry in the file. */
  readonly start: number;
  /** Index after the last entry in the file. */
  readonly end: number;
  /** Subtree roots over the entries before the range, largest first. */
  readonly before: readonly Buffer[];
  /** Subtree roots over the entries after the range, in log order. */
  readonly after: readonly { readonly level: number; readonly hash: Buffer }[];
  /** The newest checkpoint. */
  readonly checkpoint: (InclusionProof & { readonly envelope: Envelope }) | undefined;
  readonly consistency: { readonly first: number; readonly path: readonly Buffer[] } | undefined;
}

/** One entry of the log: in clear, or as a hash. */
export type ExportedEntry = { readonly index: number } & (
  | { readonly payload: Buffer; readonly opened: readonly Opening[] }
  /** Of another account, not an audit event, or removed. */
  | { readonly hash: Buffer; readonly removed: boolean }
);

/** Reads the first line. @throws {MalformedBundle} */
export function readExportHead(value: JsonValue): ExportHead {
  const names = ['account', 'after', 'before', 'end', 'format', 'head', 'keys', 'start'];
  if (typeof value === 'object' && value !== null) demandFormat(Reflect.get(value, 'format'), exportFormat);
  const head = readObject(value, 'the first line', names, ['checkpoint', 'consistency']);
  const { checkpoint, consistency } = head;
  const start = readCount(head['start'], 'start');
  const end = readCount(head['end'], 'end');
  if (end < start) throw new MalformedBundle('end is before start');
  return {
    account: readText(head['account'], 'account'),
    head: readEnvelope(head['head'], 'head'),
    keys: readList(head['keys'], 'keys').map(readKey),
    start,
    end,
    before: readPath(head['before'], 'before'),
    after: readList(head['after'], 'after').map((each) => {
      const { level, hash } = readObject(each, 'after', ['hash', 'level']);
      return { level: readCount(level, 'after.level'), hash: readHashText(hash, 'after.hash') };
    }),
    checkpoint: checkpoint === undefined ? undefined : readCheckpoint(checkpoint),
    consistency: consistency === undefined ? undefined : readConsistency(consistency),
  };
}

function readCheckpoint(value: JsonValue) {
  const { envelope, index, path } = readObject(value, 'checkpoint', ['envelope', 'index', 'path']);
  return {
    envelope: readEnvelope(envelope, 'checkpoint.envelope'),
    index: readCount(index, 'checkpoint.index'),
    path: readPath(path, 'checkpoint.path'),
  };
}

function readConsistency(value: JsonValue) {
  const { first, path } = readObject(value, 'consistency', ['first', 'path']);
  return { first: readCount(first, 'consistency.first'), path: readPath(path, 'consistency.path') };
}

/** Reads the line of an entry. @param line its number, from 1 @throws {MalformedBundle} */
export function readExportedEntry(value: JsonValue, line: number): ExportedEntry {
  const at = `line ${line}`;
  const entry = readObject(value, at, ['index'], ['hash', 'let_go', 'opened', 'payload']);
  const index = readCount(entry['index'], `${at}.index`);
  const { payload, hash } = entry;
  if ((payload === undefined) === (hash === undefined)) {
    throw new MalformedBundle(`${at} must have either a payload or a hash`);
  }
  if (hash !== undefined) {
    return { index, hash: readHashText(hash, `${at}.hash`), removed: entry['let_go'] === true };
  }
  return {
    index,
    payload: Buffer.from(readText(payload, `${at}.payload`), 'utf8'),
    opened: readList(entry['opened'] ?? [], `${at}.opened`).map(readOpening),
  };
}
