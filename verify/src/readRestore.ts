import type { JsonValue } from './canonicalJson.js';
import {
  demandFormat,
  type ReceiptBundle,
  readAcceptance,
  readConsistency,
  readEnvelope,
  readKey,
  readList,
  readObject,
  readSigned,
} from './readBundle.js';
import { restoreFormat } from './restoreTypes.js';

/** What came of putting a disk back to a snapshot, with everything needed to check it without the service. */
export type RestoreBundle = Pick<ReceiptBundle, 'receipt' | 'acceptance' | 'head' | 'keys' | 'consistency'>;

/**
 * Reads the value of a restore's file. Unknown fields are refused.
 * @throws {MalformedBundle}
 */
export function readRestore(value: JsonValue): RestoreBundle {
  if (typeof value === 'object' && value !== null) demandFormat(Reflect.get(value, 'format'), restoreFormat);
  const names = ['acceptance', 'format', 'head', 'keys', 'receipt'];
  const file = readObject(value, 'the file', names, ['consistency']);
  const { consistency } = file;
  return {
    receipt: readSigned(file['receipt'], 'receipt'),
    acceptance: readAcceptance(file['acceptance']),
    head: readEnvelope(file['head'], 'head'),
    keys: readList(file['keys'], 'keys').map(readKey),
    consistency: consistency === undefined ? undefined : readConsistency(consistency),
  };
}
