import { fromBase64Url } from './base64url.js';
import { type Envelope, openEnvelope } from './envelope.js';
import { hashLeaf, isConsistent, rootFromInclusion } from './merkle.js';
import { demandOlderHead } from './olderHead.js';
import type { PublicJwk } from './publicKeys.js';
import { type InclusionProof, MalformedBundle, type ReceiptBundle } from './readBundle.js';
import { openTreeHead, type TreeHead } from './treeHead.js';

/** What a file that proves itself is checked against. */
export interface Trust {
  /** Keys from elsewhere, by id. Without them the keys in the file count, which proves less. */
  readonly keys?: ReadonlyMap<string, Buffer>;
  /** A head from elsewhere: the log must have only grown since. */
  readonly head?: Envelope;
}

/**
 * The keys that count for the envelopes of a file, which brings exactly those that signed something in it.
 * @throws {MalformedBundle} for other keys in the file, and for one that is not among the trusted ones
 */
export function chooseKeys(
  envelopes: readonly Envelope[],
  brought: readonly PublicJwk[],
  { keys }: Trust,
): ReadonlyMap<string, Buffer> {
  const used = new Set(envelopes.flatMap(({ signatures }) => signatures.map(({ keyid }) => keyid)));
  const given = new Map(brought.map((key) => [key.kid, fromBase64Url(key.x)]));
  if (given.size !== brought.length || given.size !== used.size || [...used].some((id) => !given.has(id))) {
    throw new MalformedBundle('the keys in the file are not the ones that signed it');
  }
  const strange = keys === undefined ? undefined : [...used].find((id) => !keys.has(id));
  if (strange !== undefined) throw new MalformedBundle(`the key ${strange} is not in the key set`);
  return keys ?? given;
}

/** The payload of an envelope that is of that type and signed. @throws {MalformedBundle} */
export function open(envelope: Envelope, payloadType: string, keys: ReadonlyMap<string, Buffer>): Buffer {
  const opened = openEnvelope(envelope, payloadType, keys);
  if ('fault' in opened) throw new MalformedBundle(`${payloadType}: ${opened.fault}`);
  return opened.payload;
}

/** A signed head. @param what which one, for the message @throws {MalformedBundle} */
export function openHead(envelope: Envelope, keys: ReadonlyMap<string, Buffer>, what: string): TreeHead {
  const opened = openTreeHead(envelope, keys);
  if ('fault' in opened) throw new MalformedBundle(`${what}: ${opened.fault}`);
  return opened.head;
}

/** Refuses an entry that is not in the log at its place. @throws {MalformedBundle} */
export function demandInclusion(proof: InclusionProof, payload: Buffer, head: TreeHead): void {
  const root = rootFromInclusion(hashLeaf(payload), proof.index, head.size, proof.path);
  if (root === undefined || !root.equals(head.root)) {
    throw new MalformedBundle(`the path of entry ${proof.index} does not lead to the root of the log`);
  }
}

/** Refuses a log that is no continuation of an older head. @throws {MalformedBundle} */
export function checkHistory(
  consistency: ReceiptBundle['consistency'],
  older: TreeHead,
  head: TreeHead,
): void {
  demandOlderHead(older, head);
  if (older.size !== head.size && older.size !== 0 && consistency?.first !== older.size) {
    throw new MalformedBundle(`the file holds no consistency proof from a log of ${older.size} entries`);
  }
  const path = older.size === head.size || older.size === 0 ? [] : (consistency?.path ?? []);
  if (!isConsistent(older, head, path)) {
    throw new MalformedBundle(`the log of ${older.size} entries is not the beginning of this one`);
  }
}
