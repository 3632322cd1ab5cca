import { checkpointType } from './verify/auditTypes.js';
import { canonicalBytes, type JsonObject } from './verify/canonicalJson.js';
import { hashLeaf } from './verify/merkle.js';
import { addendumType, receiptType } from './verify/receiptTypes.js';

export type LogEntryKind =
  | 'acceptance'
  | 'escalation'
  | 'release'
  | 'receipt'
  | 'addendum'
  | 'reclaim'
  | 'key-rotation'
  | 'erasure'
  | 'trace'
  | 'checkpoint';

/** What kinds are signed each by themselves, as what; the others are proven by the signed head alone. */
export const signedTypes: Readonly<Partial<Record<LogEntryKind, string>>> = {
  receipt: receiptType,
  addendum: addendumType,
  checkpoint: checkpointType,
};

/** An entry as it is stored. */
export interface PreparedEntry {
  /** Canonical JSON in UTF-8. */
  readonly payload: Buffer;
  readonly leafHash: Buffer;
}

export function prepareEntry(content: JsonObject): PreparedEntry {
  const payload = canonicalBytes(content);
  return { payload, leafHash: hashLeaf(payload) };
}
