import { formatTime } from '../text/formatTime.js';
import { printable } from '../text/printable.js';
import type { AuditVerdict } from '../verifyAuditExport.js';
import { exitCodeOf } from './exitCodes.js';
import { type CheckOptions, plainReport, problemReport, type Reader, type Report } from './report.js';

/** Words the verdict on a file of audit events. */
export function reportAudit(verdict: AuditVerdict, options: CheckOptions, { words }: Reader): Report {
  const exitCode = exitCodeOf(verdict);
  if (options.json) return plainReport(exitCode, JSON.stringify(forPrograms(verdict), null, 2));
  const { checks, failures, valid, removed, invalid, outdated } = words.audit;
  const notes = verdict.passed.map((check) => `✓ ${checks[check]}`);
  if (!verdict.valid) {
    if (verdict.outdated) return problemReport(exitCode, outdated(options.head ?? ''), notes);
    const failure = failures[verdict.failed];
    return problemReport(exitCode, invalid(failure, printable(verdict.reason)), [...notes, `✗ ${failure}`]);
  }
  const { head, events, start, end } = verdict;
  const time = formatTime(head.time) || printable(head.time);
  return {
    exitCode,
    notes,
    result: valid(events, start, end, head.size, time),
    remarks: [
      ...(verdict.removed > 0 ? [removed(verdict.removed)] : []),
      ...(options.keys === undefined ? [words.files.ownKeys] : []),
    ],
    problem: '',
  };
}

function forPrograms(verdict: AuditVerdict): object {
  if (!verdict.valid) return verdict;
  const { head, ...rest } = verdict;
  return { ...rest, head: { ...head, root: head.root.toString('hex') } };
}
