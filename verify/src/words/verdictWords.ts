import { auditEn, auditZh } from './auditWords.js';
import { filesEn, filesZh } from './fileWords.js';
import { personReportEn, personReportZh } from './personReportWords.js';
import { receiptEn, receiptZh } from './receiptWords.js';
import { restoreEn, restoreZh } from './restoreWords.js';

/**
 * All texts about verifying a file, in English.
 * @param deskplane the command that gets receipts, heads and keys and exports audit events
 */
export const verdictsEn = (deskplane: string) => ({
  receipt: receiptEn(deskplane),
  personReport: personReportEn(deskplane),
  restore: restoreEn(deskplane),
  audit: auditEn(deskplane),
  files: filesEn(deskplane),
});

export type VerdictWords = ReturnType<typeof verdictsEn>;

/** The same in Chinese. */
export const verdictsZh = (deskplane: string): VerdictWords => ({
  receipt: receiptZh(deskplane),
  personReport: personReportZh(deskplane),
  restore: restoreZh(deskplane),
  audit: auditZh(deskplane),
  files: filesZh(deskplane),
});
