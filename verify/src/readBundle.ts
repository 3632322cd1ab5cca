import { type JsonValue, parseCanonical } from './canonicalJson.js';
import type { Opening } from './commitment.js';
import { decodeBase64, type Envelope } from './envelope.js';
import { type PublicJwk, readJwk, toJwk } from './publicKeys.js';
import { bundleFormat } from './receiptTypes.js';
import { readHash } from './treeHead.js';

/** The index of an entry in the log, and its inclusion path. */
export interface InclusionProof {
  readonly index: number;
  readonly path: readonly Buffer[];
}

/** A receipt with everything needed to check it without the service. */
export interface ReceiptBundle {
  readonly receipt: InclusionProof & { readonly envelope: Envelope };
  /** The log entry written when the deletion was accepted. */
  readonly acceptance: InclusionProof & { readonly payload: Buffer };
  /** Facts that became known after the receipt. */
  readonly addenda: readonly (InclusionProof & { readonly envelope: Envelope })[];
  readonly head: Envelope;
  /** Exactly the keys that signed something in the file. */
  readonly keys: readonly PublicJwk[];
  /** Personal values that the receipt commits to and that have not been erased. */
  readonly openings: readonly Opening[];
  /** Consistency path from an older head with `first` entries to this head. */
  readonly consistency: { readonly first: number; readonly path: readonly Buffer[] } | undefined;
}

/** The file is invalid. The message names the field at fault. */
export class MalformedBundle extends Error {
  override readonly name = 'MalformedBundle';
}

/** The value of a file in canonical JSON, with or without one newline at its end. @throws {MalformedBundle} */
export function readCanonicalFile(file: Buffer): JsonValue {
  const value = parseCanonical(file.at(-1) === 0x0a ? file.subarray(0, -1) : file);
  if (value === undefined) throw new MalformedBundle('the file is not JSON in canonical form (RFC 8785)');
  return value;
}

/**
 * Reads the value of a receipt file. Unknown fields are refused.
 * @throws {MalformedBundle}
 */
export function readBundle(value: JsonValue): ReceiptBundle {
  const optional = 'consistency';
  const names = ['acceptance', 'addenda', 'format', 'head', 'keys', 'openings', 'receipt'];
  // Before anything else: another version has other fields.
  if (typeof value === 'object' && value !== null) demandFormat(Reflect.get(value, 'format'), bundleFormat);
  const bundle = readObject(value, 'the file', names, [optional]);
  const consistency = bundle[optional];
  return {
    receipt: readSigned(bundle['receipt'], 'receipt'),
    acceptance: readAcceptance(bundle['acceptance']),
    addenda: readList(bundle['addenda'], 'addenda').map((each) => readSigned(each, 'addenda')),
    head: readEnvelope(bundle['head'], 'head'),
    keys: readList(bundle['keys'], 'keys').map(readKey),
    openings: readList(bundle['openings'], 'openings').map(readOpening),
    consistency: consistency === undefined ? undefined : readConsistency(consistency),
  };
}

/** The format that a file names; undefined where it names none. */
export function formatOf(file: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(file.toString('utf8'));
    return typeof value === 'object' && value !== null ? Reflect.get(value, 'format') : undefined;
  } catch {
    return undefined;
  }
}

/** Refuses a file of another format or version. @throws {MalformedBundle} */
export function demandFormat(value: unknown, known: string): void {
  if (value !== known)
    throw new MalformedBundle(
      `the format ${JSON.stringify(value) ?? '(none)'} is unknown; this verifier knows "${known}"`,
    );
}

/** Reads an envelope. @param at its place, for the message @throws {MalformedBundle} */
export function readEnvelope(value: JsonValue | undefined, at: string): Envelope {
  const { payload, payloadType, signatures } = readObject(value, at, [
    'payload',
    'payloadType',
    'signatures',
  ]);
  return {
    payload: readText(payload, `${at}.payload`),
    payloadType: readText(payloadType, `${at}.payloadType`),
    signatures: readList(signatures, `${at}.signatures`).map((each) => {
      const { keyid, sig } = readObject(each, `${at}.signatures`, ['keyid', 'sig']);
      return { keyid: readText(keyid, `${at}.keyid`), sig: readText(sig, `${at}.sig`) };
    }),
  };
}

/**
 * Reads a published key set (`{"keys": […]}`). Keys of other types are skipped.
 * @returns 32-byte public keys by id
 * @throws {MalformedBundle} when there is no Ed25519 key
 */
export function readKeySet(value: unknown): ReadonlyMap<string, Buffer> {
  const keys: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'keys') : undefined;
  if (!Array.isArray(keys)) throw new MalformedBundle('the key set has no list "keys"');
  const found = new Map<string, Buffer>();
  for (const key of keys) {
    const read = readJwk(key);
    if (read !== undefined) found.set(read.kid, read.raw);
  }
  if (found.size === 0) throw new MalformedBundle('the key set holds no Ed25519 key');
  return found;
}

export function readSigned(value: JsonValue | undefined, at: string) {
  const { envelope, index, path } = readObject(value, at, ['envelope', 'index', 'path']);
  return { envelope: readEnvelope(envelope, `${at}.envelope`), ...readProof(index, path, at) };
}

export function readAcceptance(value: JsonValue | undefined) {
  const { payload, index, path } = readObject(value, 'acceptance', ['index', 'path', 'payload']);
  const bytes = decodeBase64(readText(payload, 'acceptance.payload'));
  if (bytes === undefined) throw new MalformedBundle('acceptance.payload is not base64');
  return { payload: bytes, ...readProof(index, path, 'acceptance') };
}

function readProof(index: JsonValue | undefined, path: JsonValue | undefined, at: string): InclusionProof {
  return { index: readCount(index, `${at}.index`), path: readPath(path, `${at}.path`) };
}

export function readConsistency(value: JsonValue) {
  const { first, path } = readObject(value, 'consistency', ['first', 'path']);
  return { first: readCount(first, 'consistency.first'), path: readPath(path, 'consistency.path') };
}

export function readKey(value: JsonValue): PublicJwk {
  const fields = readObject(value, 'keys', ['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  const key = readJwk(fields);
  if (key === undefined || fields['alg'] !== 'EdDSA' || fields['use'] !== 'sig') {
    throw new MalformedBundle('keys: a key is not an Ed25519 key, or its kid is not its thumbprint');
  }
  return toJwk(key.raw);
}

export function readOpening(value: JsonValue): Opening {
  const {
    subject,
    field,
    salt,
    value: opened,
  } = readObject(value, 'openings', ['field', 'salt', 'subject', 'value']);
  if (readHash(salt) === undefined) throw new MalformedBundle('openings: a salt is not 32 bytes');
  return {
    subject: readText(subject, 'openings.subject'),
    field: readText(field, 'openings.field'),
    salt: readText(salt, 'openings.salt'),
    value: readText(opened, 'openings.value'),
  };
}

export function readPath(value: JsonValue | undefined, at: string): readonly Buffer[] {
  return readList(value, at).map((each) => readHashText(each, at));
}

export function readHashText(value: JsonValue | undefined, at: string): Buffer {
  const hash = readHash(value);
  if (hash === undefined) throw new MalformedBundle(`${at} holds a value that is not a SHA-256 hash`);
  return hash;
}

export function readCount(value: JsonValue | undefined, at: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new MalformedBundle(`${at} is not a whole number from 0`);
  }
  return value;
}

export function readText(value: JsonValue | undefined, at: string): string {
  if (typeof value !== 'string') throw new MalformedBundle(`${at} is not text`);
  return value;
}

export function readList(value: JsonValue | undefined, at: string): readonly JsonValue[] {
  if (!Array.isArray(value)) throw new MalformedBundle(`${at} is not a list`);
  return value;
}

export function readObject(
  value: JsonValue | undefined,
  at: string,
  names: readonly string[],
  optional: readonly string[] = [],
): { readonly [name: string]: JsonValue | undefined } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedBundle(`${at} is not an object`);
  }
  const given = Object.entries(value);
  const missing = names.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) throw new MalformedBundle(`${at} lacks "${missing}"`);
  const unknown = given.find(([name]) => !names.includes(name) && !optional.includes(name));
  if (unknown !== undefined) throw new MalformedBundle(`${at} has an unknown field "${unknown[0]}"`);
  return Object.fromEntries(given);
}
