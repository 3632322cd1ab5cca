import { formatFacts } from '../text/formatFacts.js';
import { formatTime } from '../text/formatTime.js';
import { printable } from '../text/printable.js';
import type { RestoreVerdict } from '../verifyRestore.js';
import { exitCodeOf } from './exitCodes.js';
import { type CheckOptions, plainReport, problemReport, type Reader, type Report } from './report.js';

/** Words the verdict on the file of a restore: also what it does not prove. */
export function reportRestore(verdict: RestoreVerdict, options: CheckOptions, reader: Reader): Report {
  const exitCode = exitCodeOf(verdict);
  if (options.json) return plainReport(exitCode, JSON.stringify(forPrograms(verdict), null, 2));
  const { restore: words, files } = reader.words;
  const notes = verdict.passed.map((check) => `✓ ${words.checks[check]}`);
  if (!verdict.valid) {
    if (verdict.outdated) return problemReport(exitCode, words.outdated(options.head ?? ''), notes);
    const failure = words.failures[verdict.failed];
    const problem = words.invalid(failure, printable(verdict.reason));
    return problemReport(exitCode, problem, [...notes, `✗ ${failure}`]);
  }
  const remarks = options.keys === undefined ? [files.ownKeys] : [];
  return { exitCode, notes, result: describe(verdict, reader), remarks, problem: '' };
}

type ValidVerdict = Extract<RestoreVerdict, { valid: true }>;

function describe({ restore, head, entry, keyIds }: ValidVerdict, { words, columns }: Reader): string {
  const { labels, proven, notProven, ...text } = words.restore;
  // The content of a file must not steer the terminal.
  const told = {
    askedBy: printable(restore.askedBy),
    snapshot: printable(restore.snapshotId),
    code: printable(restore.errorCode),
    key: printable(restore.keyId),
  };
  const open = [
    notProven.word,
    notProven.now,
    restore.keyId === '' ? notProven.plain : notProven.key(told.key),
  ];
  const engine = text.engine(printable(restore.engine.name));
  const facts = formatFacts(
    [
      [labels.accepted, text.accepted(restore.acceptedAt, told.askedBy)],
      [labels.ended, restore.endedAt],
      [labels.desktop, printable(restore.desktopId)],
      [labels.disk, printable(restore.volumeId)],
      [labels.snapshot, text.snapshot(told.snapshot, restore.snapshotAt)],
      [labels.job, printable(restore.jobId)],
      [labels.proven, restore.outcome === 'restored' ? proven.restored : proven.failed(told.code)],
      [labels.notProven, open.join('\n')],
      [labels.log, text.entry(entry, head.size, formatTime(head.time) || head.time)],
      [labels.keys, keyIds.join('\n')],
    ],
    '  ',
    columns,
  );
  const first = restore.engine.simulated ? `${engine} ${text.simulated}` : engine;
  return `${first}\n${text.valid(told.snapshot)}\n${facts}`;
}

function forPrograms(verdict: RestoreVerdict): object {
  if (!verdict.valid) return verdict;
  const { head, ...rest } = verdict;
  return { ...rest, head: { ...head, root: head.root.toString('hex') } };
}
