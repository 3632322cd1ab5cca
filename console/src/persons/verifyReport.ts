import { Buffer } from 'buffer/';

export type ReportVerdict =
  | { readonly valid: true; readonly userId: string; readonly entry: number; readonly receipts: number }
  | { readonly valid: false; readonly failed: string; readonly reason: string };

/** A report as the file that `deskplane receipt verify` checks, and what the same verifier says of it here. */
export async function writeAndVerifyReport(
  report: object,
): Promise<{ readonly file: string; readonly verdict: ReportVerdict }> {
  // What the verifier takes from Node.js; the rest of it stands in deletions/nodeCrypto.ts.
  Object.assign(globalThis, { Buffer });
  const { canonicalJson } = await import('@deskplane/verify/canonicalJson.js');
  const { verifyPersonReport } = await import('@deskplane/verify/verifyPersonReport.js');
  const file = canonicalJson(JSON.parse(JSON.stringify(report)));
  const verdict = verifyPersonReport(Buffer.from(file, 'utf8'));
  if (!verdict.valid)
    return { file, verdict: { valid: false, failed: verdict.failed, reason: verdict.reason } };
  const { userId, receipts } = verdict.report;
  return { file, verdict: { valid: true, userId, entry: verdict.entry, receipts: receipts.length } };
}
