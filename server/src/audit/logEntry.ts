import { checkpointType } from '@deskplane/verify/auditTypes.js';
import { canonicalBytes, type JsonObject } from '@deskplane/verify/canonicalJson.js';
import { hashLeaf } from '@deskplane/verify/merkle.js';
import { personReportType } from '@deskplane/verify/personReportTypes.js';
import { addendumType, receiptType } from '@deskplane/verify/receiptTypes.js';
import type { LogEntryKind } from '../database/schema/logSchema.js';

/** What kinds are signed each by themselves, as what; the others are proven by the signed head alone. */
export const signedTypes: Readonly<Partial<Record<LogEntryKind, string>>> = {
  receipt: receiptType,
  addendum: addendumType,
  checkpoint: checkpointType,
  'person-report': personReportType,
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
