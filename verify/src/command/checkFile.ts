import { isPersonReport } from '../readPersonReport.js';
import { verifyAuditExport } from '../verifyAuditExport.js';
import { verifyPersonReport } from '../verifyPersonReport.js';
import { verifyReceipt } from '../verifyReceipt.js';
import { reportAudit } from './auditReport.js';
import { reportPersonReport } from './describePersonReport.js';
import { verifyExitCodes } from './exitCodes.js';
import { readNamedFile, readTrust, UnusableFile } from './readFiles.js';
import { reportReceipt } from './receiptReport.js';
import { type CheckOptions, problemReport, type Reader, type Report } from './report.js';

/** What can be checked. A report about a person, which holds receipts, is told from a receipt by its format. */
export type Subject = 'receipt' | 'audit';

/**
 * Checks a file without the service.
 * @param path `-`: standard input
 */
export async function checkFile(
  subject: Subject,
  path: string,
  options: CheckOptions,
  reader: Reader,
): Promise<Report> {
  const { files } = reader.words;
  try {
    const file = await readNamedFile(path, files);
    const trust = await readTrust(options, files);
    if (subject === 'audit') return reportAudit(verifyAuditExport(file, trust), options, reader);
    return isPersonReport(file)
      ? reportPersonReport(verifyPersonReport(file, trust), options, reader)
      : reportReceipt(verifyReceipt(file, trust), options, reader);
  } catch (error) {
    if (error instanceof UnusableFile) return problemReport(verifyExitCodes.usage, error.message);
    throw error;
  }
}
