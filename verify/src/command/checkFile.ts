import { personReportFormat } from '../personReportTypes.js';
import { formatOf } from '../readBundle.js';
import { restoreFormat } from '../restoreTypes.js';
import { verifyAuditExport } from '../verifyAuditExport.js';
import { verifyPersonReport } from '../verifyPersonReport.js';
import { verifyReceipt } from '../verifyReceipt.js';
import { verifyRestore } from '../verifyRestore.js';
import { reportAudit } from './auditReport.js';
import { reportPersonReport } from './describePersonReport.js';
import { reportRestore } from './describeRestore.js';
import { verifyExitCodes } from './exitCodes.js';
import { readNamedFile, readTrust, UnusableFile } from './readFiles.js';
import { reportReceipt } from './receiptReport.js';
import { type CheckOptions, problemReport, type Reader, type Report } from './report.js';

/** What can be checked. Reports about a person and files of restores are told from receipts by their formats. */
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
    switch (formatOf(file)) {
      case personReportFormat:
        return reportPersonReport(verifyPersonReport(file, trust), options, reader);
      case restoreFormat:
        return reportRestore(verifyRestore(file, trust), options, reader);
      default:
        return reportReceipt(verifyReceipt(file, trust), options, reader);
    }
  } catch (error) {
    if (error instanceof UnusableFile) return problemReport(verifyExitCodes.usage, error.message);
    throw error;
  }
}
