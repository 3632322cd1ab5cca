import { checkpointType } from '@deskplane/verify/auditTypes.js';
import { canonicalBytes, type JsonObject } from '@deskplane/verify/canonicalJson.js';
import { hashLeaf } from '@deskplane/verify/merkle.js';
import { personReportType } from '@deskplane/verify/personReportTypes.js';
import { addendumType, receiptType } from '@deskplane/verify/receiptTypes.js';
import { restoreReceiptType } from '@deskplane/verify/restoreTypes.js';
import type { LogEntryKind } from '../database/schema/logSchema.js';
import { createBoundedMemory } from '../memory/boundedMemory.js';
import { isPacked } from './packedFormat.js';
import { packJson } from './packJson.js';
import { unpackJson } from './unpackJson.js';

/** What kinds are signed each by themselves, as what; the others are proven by the signed head alone. */
export const signedTypes: Readonly<Partial<Record<LogEntryKind, string>>> = {
  receipt: receiptType,
  addendum: addendumType,
  checkpoint: checkpointType,
  'person-report': personReportType,
  'restore-receipt': restoreReceiptType,
};

/** Each deletion leaves one of either: they are most of the log. */
const packedTypes: ReadonlySet<unknown> = new Set(['acceptance', 'deletion-receipt']);

/** An entry as it is stored. */
export interface PreparedEntry {
  /** Canonical JSON in UTF-8, or packed. */
  readonly payload: Buffer;
  /** Of the canonical JSON. */
  readonly leafHash: Buffer;
}

/** What was packed here and is not sealed yet, by leaf hash: whoever seals it need not work it out again. */
const packedHere = createBoundedMemory<string, { readonly payload: Buffer; readonly bytes: Buffer }>({
  maxEntries: 2_000,
});

export function prepareEntry(content: JsonObject): PreparedEntry {
  const bytes = canonicalBytes(content);
  const leafHash = hashLeaf(bytes);
  if (!packedTypes.has(content['type'])) return { payload: bytes, leafHash };
  const payload = packJson(content);
  packedHere.set(leafHash.toString('latin1'), { payload, bytes });
  return { payload, leafHash };
}

/**
 * The bytes of an entry that is about to be sealed, if its hash is of them.
 * @returns undefined: the entry is not what its hash says
 * @throws {RangeError} when it is packed wrongly
 */
export function hashedBytes({ payload, leafHash }: PreparedEntry): Buffer | undefined {
  const key = leafHash.toString('latin1');
  const known = packedHere.peek(key);
  packedHere.delete(key);
  if (known?.payload.equals(payload)) return known.bytes;
  const bytes = exactBytes(payload);
  return hashLeaf(bytes).equals(leafHash) ? bytes : undefined;
}

/** The bytes that the hash is of, and that are signed and handed out. */
export function exactBytes(payload: Buffer): Buffer {
  return isPacked(payload) ? canonicalBytes(unpackJson(payload)) : payload;
}

/** What an entry of our own making says. */
export function contentOf(payload: Buffer): JsonObject {
  if (isPacked(payload)) return unpackJson(payload);
  const content: JsonObject = JSON.parse(payload.toString());
  return content;
}
