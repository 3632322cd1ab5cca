import { Buffer } from 'buffer/';

export type BrowserVerdict =
  | {
      readonly valid: true;
      readonly desktopId: string;
      readonly passed: readonly string[];
      /** Index of the receipt in the log. */
      readonly entry: number;
      /** How far tests had moved the service's clock ahead, in seconds; undefined: not at all. */
      readonly clockAhead: number | undefined;
      /** Ids of the keys that signed. */
      readonly keyIds: readonly string[];
    }
  | { readonly valid: false; readonly failed: string; readonly reason: string };

/**
 * Verifies a receipt file with the verifier that the command has. What it takes from Node.js stands in `nodeCrypto.ts`, which the build puts
 * in place of `node:crypto`, and here: the class Buffer.
 */
export async function verifyText(text: string): Promise<BrowserVerdict> {
  Object.assign(globalThis, { Buffer });
  const { verifyReceipt } = await import('@deskplane/verify/verifyReceipt.js');
  const verdict = verifyReceipt(Buffer.from(text, 'utf8'));
  if (!verdict.valid) return { valid: false, failed: verdict.failed, reason: verdict.reason };
  const { passed, entry, keyIds, receipt } = verdict;
  return {
    valid: true,
    desktopId: receipt.desktopId,
    passed,
    entry,
    keyIds,
    clockAhead: receipt.clockAheadSeconds,
  };
}

/** A receipt as a file, in the one form that a file has (RFC 8785; an answer of the service has another order), and what is to be said of it. */
export async function writeAndVerify(
  receipt: object,
): Promise<{ readonly file: string; readonly verdict: BrowserVerdict }> {
  const { canonicalJson } = await import('@deskplane/verify/canonicalJson.js');
  const file = canonicalJson(JSON.parse(JSON.stringify(receipt)));
  return { file, verdict: await verifyText(file) };
}
