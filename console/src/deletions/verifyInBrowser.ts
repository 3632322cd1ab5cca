import type { RestoreSummary } from '@deskplane/verify/restoreContent.js';
import { Buffer } from 'buffer/';

export type BrowserVerdict =
  | {
      readonly valid: true;
      /** The desktop that was deleted; of a restore: the desktop, the snapshot and the job, with spaces between. */
      readonly about: string;
      readonly passed: readonly string[];
      /** Index of the receipt in the log. */
      readonly entry: number;
      /** How far tests had moved the service's clock ahead, in seconds; undefined: not at all. */
      readonly clockAhead: number | undefined;
      /** Ids of the keys that signed. */
      readonly keyIds: readonly string[];
      /** What came of a restore; undefined: it is of a deletion. */
      readonly restore?: RestoreSummary;
    }
  | { readonly valid: false; readonly failed: string; readonly reason: string };

/**
 * Verifies the file of a receipt, or of the receipt of a restore, with the verifier that the command has. What it takes from Node.js stands in `nodeCrypto.ts`, which the build puts
 * in place of `node:crypto`, and here: the class Buffer.
 */
export async function verifyText(text: string): Promise<BrowserVerdict> {
  Object.assign(globalThis, { Buffer });
  const file = Buffer.from(text, 'utf8');
  const { formatOf } = await import('@deskplane/verify/readBundle.js');
  const { restoreFormat } = await import('@deskplane/verify/restoreTypes.js');
  if (formatOf(file) === restoreFormat) {
    const { verifyRestore } = await import('@deskplane/verify/verifyRestore.js');
    const verdict = verifyRestore(file);
    if (!verdict.valid) return { valid: false, failed: verdict.failed, reason: verdict.reason };
    const { passed, entry, keyIds, restore } = verdict;
    const about = [restore.desktopId, restore.snapshotId, restore.jobId].join(' ');
    return { valid: true, about, passed, entry, keyIds, clockAhead: undefined, restore };
  }
  const { verifyReceipt } = await import('@deskplane/verify/verifyReceipt.js');
  const verdict = verifyReceipt(file);
  if (!verdict.valid) return { valid: false, failed: verdict.failed, reason: verdict.reason };
  const { passed, entry, keyIds, receipt } = verdict;
  const { desktopId: about, clockAheadSeconds: clockAhead } = receipt;
  return { valid: true, about, passed, entry, keyIds, clockAhead };
}

/** A receipt as a file, in the one form that a file has (RFC 8785; an answer of the service has another order), and what is to be said of it. */
export async function writeAndVerify(
  receipt: object,
): Promise<{ readonly file: string; readonly verdict: BrowserVerdict }> {
  const { canonicalJson } = await import('@deskplane/verify/canonicalJson.js');
  const file = canonicalJson(JSON.parse(JSON.stringify(receipt)));
  return { file, verdict: await verifyText(file) };
}
