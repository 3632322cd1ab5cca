import { createHash } from 'node:crypto';
import { exportType } from './auditTypes.js';
import { fromBase64Url } from './base64url.js';
import { type JsonValue, parseCanonical } from './canonicalJson.js';
import { checkAuditEvent, checkCheckpoint } from './checkAuditEvents.js';
import { type Envelope, openEnvelope } from './envelope.js';
import { hashLeaf, isConsistent } from './merkle.js';
import { demandOlderHead, OutdatedFile } from './olderHead.js';
import type { Trust } from './proofs.js';
import { type ExportedEntry, type ExportHead, readExportedEntry, readExportHead } from './readAuditExport.js';
import { MalformedBundle, readEnvelope, readObject } from './readBundle.js';
import { createTreeEdge } from './treeEdge.js';
import { openTreeHead, type TreeHead } from './treeHead.js';

/** The checks, in this order. Their names are stable: clients translate them. */
export const auditChecks = ['form', 'keys', 'head', 'entries', 'tree', 'signature', 'history'] as const;
export type AuditCheck = (typeof auditChecks)[number];

export type AuditVerdict =
  | {
      readonly valid: true;
      readonly passed: readonly AuditCheck[];
      readonly account: string;
      readonly head: TreeHead;
      /** Index of the first entry in the file. */
      readonly start: number;
      /** Index after the last entry in the file. */
      readonly end: number;
      /** How many audit events are in clear. */
      readonly events: number;
      /** Events that were removed under a checkpoint: only their hashes are left. */
      readonly removed: number;
    }
  | {
      readonly valid: false;
      readonly passed: readonly AuditCheck[];
      readonly failed: AuditCheck;
      /** What is wrong, in English. */
      readonly reason: string;
      /** The only problem is that the head is newer than the file. A newer file solves it. */
      readonly outdated: boolean;
    };

/**
 * Checks an audit export without the service: every audit event is the one sealed in the log, no entry is missing from the
 * range, none was removed without a checkpoint, and the file is as the service wrote it.
 * @param file JSON Lines, each in canonical form
 */
export function verifyAuditExport(file: Buffer, trust: Trust = {}): AuditVerdict {
  const passed: AuditCheck[] = [];
  let current: AuditCheck = 'form';
  const step = <Result>(check: AuditCheck, run: () => Result): Result => {
    current = check;
    const result = run();
    passed.push(check);
    return result;
  };
  try {
    const { start, entries, end, signed } = step('form', () => readLines(file));
    const keys = step('keys', () => chooseKeys(start, trust));
    const head = step('head', () => {
      const opened = openTreeHead(start.head, keys);
      if ('fault' in opened) throw new MalformedBundle(`the head of the log: ${opened.fault}`);
      if (start.end > opened.head.size) throw new MalformedBundle('the range ends after the head of the log');
      return opened.head;
    });
    const counts = step('entries', () => checkEntries(start, entries, keys, head));
    step('tree', () => demandRoot(start, entries, head));
    step('signature', () => checkSignature(end, signed, keys, start, head));
    const older = trust.head;
    if (older !== undefined) step('history', () => checkHistory(start, older, keys, head));
    return {
      valid: true,
      passed,
      account: start.account,
      head,
      start: start.start,
      end: start.end,
      ...counts,
    };
  } catch (error) {
    if (!(error instanceof MalformedBundle)) throw error;
    const outdated = error instanceof OutdatedFile;
    return { valid: false, passed, failed: current, reason: error.message, outdated };
  }
}

interface Lines {
  readonly start: ExportHead;
  readonly entries: readonly ExportedEntry[];
  readonly end: Envelope;
  /** All bytes before the last line. */
  readonly signed: Buffer;
}

function readLines(file: Buffer): Lines {
  const values: JsonValue[] = [];
  let from = 0;
  let lastFrom = 0;
  while (from < file.length) {
    const newline = file.indexOf(0x0a, from);
    const value = parseCanonical(file.subarray(from, newline === -1 ? file.length : newline));
    if (value === undefined) {
      throw new MalformedBundle(`line ${values.length + 1} is not JSON in canonical form (RFC 8785)`);
    }
    values.push(value);
    lastFrom = from;
    from = newline === -1 ? file.length : newline + 1;
  }
  const [first, ...rest] = values;
  const last = rest.pop();
  if (first === undefined || last === undefined) throw new MalformedBundle('the file is truncated');
  const start = readExportHead(first);
  const isEnd = typeof last === 'object' && last !== null && Object.hasOwn(last, 'end');
  if (!isEnd) throw new MalformedBundle('the last line is missing: the file is truncated');
  return {
    start,
    entries: rest.map((value, index) => readExportedEntry(value, index + 2)),
    end: readEnvelope(readObject(last, 'the last line', ['end'])['end'], 'end'),
    signed: file.subarray(0, lastFrom),
  };
}

function chooseKeys({ keys }: ExportHead, trust: Trust): ReadonlyMap<string, Buffer> {
  const given = new Map(keys.map((key) => [key.kid, fromBase64Url(key.x)]));
  if (trust.keys === undefined) return given;
  const known = trust.keys;
  const strange = [...given.keys()].find((id) => !known.has(id));
  if (strange !== undefined) throw new MalformedBundle(`the key ${strange} is not in the key set`);
  return known;
}

function checkEntries(
  start: ExportHead,
  entries: readonly ExportedEntry[],
  keys: ReadonlyMap<string, Buffer>,
  head: TreeHead,
): { readonly events: number; readonly removed: number } {
  const upto = start.checkpoint === undefined ? 0 : checkCheckpoint(start.checkpoint, keys, head);
  let events = 0;
  let removed = 0;
  for (const [place, entry] of entries.entries()) {
    const index = start.start + place;
    if (entry.index !== index) {
      throw new MalformedBundle(`entry ${index} of the log is missing: entry ${entry.index} is in its place`);
    }
    if ('payload' in entry) {
      checkAuditEvent(entry, start.account);
      events += 1;
    } else if (entry.removed) {
      if (index >= upto) throw new MalformedBundle(`entry ${index} was removed without a checkpoint`);
      removed += 1;
    }
  }
  if (entries.length !== start.end - start.start) {
    throw new MalformedBundle(
      `the first line announces ${start.end - start.start} entries, but the file holds ${entries.length}`,
    );
  }
  return { events, removed };
}

function demandRoot(start: ExportHead, entries: readonly ExportedEntry[], head: TreeHead): void {
  const edge = createTreeEdge();
  edge.begin(start.start, start.before);
  for (const entry of entries) edge.add(0, 'payload' in entry ? hashLeaf(entry.payload) : entry.hash);
  for (const { level, hash } of start.after) edge.add(level, hash);
  if (edge.size() !== head.size || !edge.root().equals(head.root)) {
    throw new MalformedBundle(
      'the entries do not lead to the root of the log: an entry was changed or replaced',
    );
  }
}

function checkSignature(
  envelope: Envelope,
  signed: Buffer,
  keys: ReadonlyMap<string, Buffer>,
  start: ExportHead,
  head: TreeHead,
): void {
  const opened = openEnvelope(envelope, exportType, keys);
  if ('fault' in opened) throw new MalformedBundle(`the signature of the file: ${opened.fault}`);
  const value = parseCanonical(opened.payload) ?? null;
  const said = readObject(value, 'the signed end', ['digest', 'end', 'log', 'size', 'start']);
  const digest = createHash('sha256').update(signed).digest('hex');
  const fits =
    said['digest'] === digest &&
    said['log'] === head.log &&
    said['size'] === head.size &&
    said['start'] === start.start &&
    said['end'] === start.end;
  if (!fits) throw new MalformedBundle('the signature belongs to another file');
}

function checkHistory(
  { consistency }: ExportHead,
  olderEnvelope: Envelope,
  keys: ReadonlyMap<string, Buffer>,
  head: TreeHead,
): void {
  const opened = openTreeHead(olderEnvelope, keys);
  if ('fault' in opened) throw new MalformedBundle(`the older head: ${opened.fault}`);
  const older = opened.head;
  demandOlderHead(older, head);
  const proven = older.size === head.size || older.size === 0 || consistency?.first === older.size;
  if (!proven)
    throw new MalformedBundle(`the file holds no consistency proof from a log of ${older.size} entries`);
  const path = older.size === head.size || older.size === 0 ? [] : (consistency?.path ?? []);
  if (!isConsistent(older, head, path))
    throw new MalformedBundle(`the log of ${older.size} entries is not the beginning of this one`);
}
