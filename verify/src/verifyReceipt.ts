import { fromBase64Url } from './base64url.js';
import { parseCanonical } from './canonicalJson.js';
import { type Envelope, openEnvelope } from './envelope.js';
import { toFields, toText } from './fields.js';
import { hashLeaf, isConsistent, rootFromInclusion } from './merkle.js';
import { demandOlderHead, OutdatedFile } from './olderHead.js';
import { type InclusionProof, MalformedBundle, type ReceiptBundle, readBundle } from './readBundle.js';
import { checkContent, type ReceiptSummary } from './receiptContent.js';
import { checkAddendumTimes } from './receiptTimes.js';
import { addendumType, receiptType } from './receiptTypes.js';
import { openTreeHead, type TreeHead } from './treeHead.js';

/** The checks, in this order. Their names are stable: clients translate them. */
export const receiptChecks = [
  'form',
  'keys',
  'head',
  'signature',
  'inclusion',
  'acceptance',
  'content',
  'addenda',
  'history',
] as const;
export type ReceiptCheck = (typeof receiptChecks)[number];

export interface Trust {
  /** Keys from elsewhere, by id. Without them the keys in the file count, which proves less. */
  readonly keys?: ReadonlyMap<string, Buffer>;
  /** A head from elsewhere: the log must have only grown since. */
  readonly head?: Envelope;
}

export type Verdict =
  | {
      readonly valid: true;
      readonly passed: readonly ReceiptCheck[];
      readonly receipt: ReceiptSummary;
      readonly head: TreeHead;
      /** The receipt's index in the log. */
      readonly entry: number;
      /** Ids of the keys that signed the file. */
      readonly keyIds: readonly string[];
      readonly addenda: readonly Addendum[];
    }
  | {
      readonly valid: false;
      readonly passed: readonly ReceiptCheck[];
      readonly failed: ReceiptCheck;
      /** What is wrong, in English. */
      readonly reason: string;
      /** The only problem is that the head is newer than the file. A newer file solves it. */
      readonly outdated: boolean;
      /** The desktop, if the content of the receipt is valid. */
      readonly desktopId: string | undefined;
    };

/** A summary of an addendum. */
export interface Addendum {
  /** `mail-sent`, `mail-undeliverable`, or a type that only a newer verifier knows. */
  readonly type: string;
  /** Of `mail-sent`: there was no mail server, so the mail was kept as a file. */
  readonly kept: boolean;
  /** RFC 3339; empty where the type is unknown. */
  readonly at: string;
  /** Of a mail: the id of its user. */
  readonly userId: string;
  /** Of an undeliverable mail: the cause, and the mail server's status. */
  readonly cause: string;
  readonly smtpStatus: string;
}

/**
 * Checks a receipt file without the service: its form, every signature, its place in the log, its acceptance, and (with an older
 * head) that the log has only grown.
 * @param file canonical JSON, with or without one newline at the end
 */
export function verifyReceipt(file: Buffer, trust: Trust = {}): Verdict {
  const passed: ReceiptCheck[] = [];
  let current: ReceiptCheck = 'form';
  let desktopId: string | undefined;
  const step = <Result>(check: ReceiptCheck, run: () => Result): Result => {
    current = check;
    const result = run();
    passed.push(check);
    return result;
  };
  try {
    const bundle = step('form', () => readFile(file));
    const keys = step('keys', () => chooseKeys(bundle, trust));
    const head = step('head', () => openHead(bundle.head, keys, 'the head of the log'));
    const payload = step('signature', () => open(bundle.receipt.envelope, receiptType, keys));
    step('inclusion', () => demandInclusion(bundle.receipt, payload, head));
    step('acceptance', () => demandInclusion(bundle.acceptance, bundle.acceptance.payload, head));
    const receipt = step('content', () => checkContent(payload, bundle.acceptance.payload, bundle.openings));
    desktopId = receipt.desktopId;
    const addenda = step('addenda', () => checkAddenda(bundle, keys, head, receipt));
    if (trust.head !== undefined) {
      const older = trust.head;
      step('history', () => checkHistory(bundle, openHead(older, keys, 'the older head'), head));
    }
    const keyIds = bundle.keys.map((key) => key.kid);
    return { valid: true, passed, receipt, head, entry: bundle.receipt.index, keyIds, addenda };
  } catch (error) {
    if (!(error instanceof MalformedBundle)) throw error;
    const outdated = error instanceof OutdatedFile;
    return { valid: false, passed, failed: current, reason: error.message, outdated, desktopId };
  }
}

function readFile(file: Buffer): ReceiptBundle {
  const text = file.at(-1) === 0x0a ? file.subarray(0, -1) : file;
  const value = parseCanonical(text);
  if (value === undefined) throw new MalformedBundle('the file is not JSON in canonical form (RFC 8785)');
  return readBundle(value);
}

function chooseKeys(bundle: ReceiptBundle, trust: Trust): ReadonlyMap<string, Buffer> {
  const envelopes = [bundle.head, bundle.receipt.envelope, ...bundle.addenda.map((each) => each.envelope)];
  const used = new Set(envelopes.flatMap(({ signatures }) => signatures.map(({ keyid }) => keyid)));
  const given = new Map(bundle.keys.map((key) => [key.kid, fromBase64Url(key.x)]));
  if (
    given.size !== bundle.keys.length ||
    given.size !== used.size ||
    [...used].some((id) => !given.has(id))
  ) {
    throw new MalformedBundle('the keys in the file are not the ones that signed it');
  }
  const { keys } = trust;
  const strange = keys === undefined ? undefined : [...used].find((id) => !keys.has(id));
  if (strange !== undefined) throw new MalformedBundle(`the key ${strange} is not in the key set`);
  return keys ?? given;
}

function open(envelope: Envelope, payloadType: string, keys: ReadonlyMap<string, Buffer>): Buffer {
  const opened = openEnvelope(envelope, payloadType, keys);
  if ('fault' in opened) throw new MalformedBundle(`${payloadType}: ${opened.fault}`);
  return opened.payload;
}

function openHead(envelope: Envelope, keys: ReadonlyMap<string, Buffer>, what: string): TreeHead {
  const opened = openTreeHead(envelope, keys);
  if ('fault' in opened) throw new MalformedBundle(`${what}: ${opened.fault}`);
  return opened.head;
}

function demandInclusion(proof: InclusionProof, payload: Buffer, head: TreeHead): void {
  const root = rootFromInclusion(hashLeaf(payload), proof.index, head.size, proof.path);
  if (root === undefined || !root.equals(head.root)) {
    throw new MalformedBundle(`the path of entry ${proof.index} does not lead to the root of the log`);
  }
}

function checkAddenda(
  bundle: ReceiptBundle,
  keys: ReadonlyMap<string, Buffer>,
  head: TreeHead,
  { desktopId, completedAt }: ReceiptSummary,
): Addendum[] {
  return bundle.addenda.map((addendum) => {
    const payload = open(addendum.envelope, addendumType, keys);
    demandInclusion(addendum, payload, head);
    const content = toFields(parseCanonical(payload), 'an addendum');
    if (content['desktop_id'] !== desktopId)
      throw new MalformedBundle('an addendum is about another desktop');
    checkAddendumTimes(content, completedAt);
    return {
      type: toText(content['type']),
      kept: content['kept'] === true,
      at: toText(content['sent_at']) || toText(content['undeliverable_at']),
      userId: toText(content['user_id']),
      cause: toText(content['cause']),
      smtpStatus: toText(content['smtp_status']),
    };
  });
}

function checkHistory({ consistency }: ReceiptBundle, older: TreeHead, head: TreeHead): void {
  demandOlderHead(older, head);
  if (older.size !== head.size && older.size !== 0 && consistency?.first !== older.size) {
    throw new MalformedBundle(`the file holds no consistency proof from a log of ${older.size} entries`);
  }
  const path = older.size === head.size || older.size === 0 ? [] : (consistency?.path ?? []);
  if (!isConsistent(older, head, path)) {
    throw new MalformedBundle(`the log of ${older.size} entries is not the beginning of this one`);
  }
}
