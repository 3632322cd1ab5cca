import { Buffer } from 'buffer/';

export type BrowserVerdict =
  | {
      readonly valid: true;
      readonly desktopId: string;
      readonly passed: readonly string[];
      /** Index of the receipt in the log. */
      readonly entry: number;
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
  const [{ canonicalJson }, { verifyReceipt }] = await Promise.all([
    import('@deskplane/verify/canonicalJson.js'),
    import('@deskplane/verify/verifyReceipt.js'),
  ]);
  // The answer of the service is not in canonical form: its own serialiser wrote it. A file is.
  const verdict = verifyReceipt(Buffer.from(canonicalJson(JSON.parse(text)), 'utf8'));
  if (!verdict.valid) return { valid: false, failed: verdict.failed, reason: verdict.reason };
  const { passed, entry, keyIds, receipt } = verdict;
  return { valid: true, desktopId: receipt.desktopId, passed, entry, keyIds };
}
