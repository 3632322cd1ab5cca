import type { JsonObject, JsonValue } from './canonicalJson.js';
import type { Envelope } from './envelope.js';
import { toFields } from './fields.js';
import { personReportFormat } from './personReportTypes.js';
import type { PublicJwk } from './publicKeys.js';
import {
  demandFormat,
  type InclusionProof,
  type ReceiptBundle,
  readConsistency,
  readEnvelope,
  readHashText,
  readKey,
  readList,
  readObject,
  readSigned,
} from './readBundle.js';

/** A report about a person with everything needed to check it without the service. */
export interface PersonReportBundle {
  /** What was on record about the person. */
  readonly document: JsonObject;
  /** The salt of the log's commitment to the document. */
  readonly salt: Buffer;
  readonly report: InclusionProof & { readonly envelope: Envelope };
  /** Receipts of the deletions that the document names, each a file of its own. */
  readonly receipts: readonly JsonObject[];
  readonly head: Envelope;
  readonly keys: readonly PublicJwk[];
  readonly consistency: ReceiptBundle['consistency'];
}

/**
 * Reads the value of a report's file. Unknown fields are refused, but in the document, which the service may extend.
 * @throws {MalformedBundle}
 */
export function readPersonReport(value: JsonValue): PersonReportBundle {
  if (typeof value === 'object' && value !== null)
    demandFormat(Reflect.get(value, 'format'), personReportFormat);
  const names = ['document', 'format', 'head', 'keys', 'receipts', 'report', 'salt'];
  const file = readObject(value, 'the file', names, ['consistency']);
  const { consistency } = file;
  return {
    document: toFields(file['document'], 'the document'),
    salt: readHashText(file['salt'], 'salt'),
    report: readSigned(file['report'], 'report'),
    receipts: readList(file['receipts'], 'receipts').map((each) => toFields(each, 'a receipt')),
    head: readEnvelope(file['head'], 'head'),
    keys: readList(file['keys'], 'keys').map(readKey),
    consistency: consistency === undefined ? undefined : readConsistency(consistency),
  };
}
