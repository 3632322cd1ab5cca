import type { ReceiptKey } from '../receiptKeys.js';
import { formatFacts } from '../text/formatFacts.js';
import { formatTime } from '../text/formatTime.js';
import { printable } from '../text/printable.js';
import type { Verdict } from '../verifyReceipt.js';
import type { ReceiptPart } from '../words/receiptWords.js';
import { exitCodeOf } from './exitCodes.js';
import { type CheckOptions, plainReport, problemReport, type Reader, type Report } from './report.js';

/** Words the verdict on a receipt. */
export function reportReceipt(verdict: Verdict, options: CheckOptions, reader: Reader): Report {
  const exitCode = exitCodeOf(verdict);
  if (options.json) return plainReport(exitCode, JSON.stringify(forPrograms(verdict), null, 2));
  const { receipt, files } = reader.words;
  const notes = verdict.passed.map((check) => `✓ ${receipt.checks[check]}`);
  if (!verdict.valid) {
    const { desktopId = '', failed, reason, outdated } = verdict;
    if (outdated)
      return problemReport(exitCode, receipt.outdated(printable(desktopId), options.head ?? ''), notes);
    const failure = receipt.failures[failed];
    const problem = receipt.invalid(failure, printable(reason));
    return problemReport(exitCode, problem, [...notes, `✗ ${failure}`]);
  }
  const remarks = options.keys === undefined ? [files.ownKeys] : [];
  return { exitCode, notes, result: describe(verdict, reader), remarks, problem: '' };
}

type ValidVerdict = Extract<Verdict, { valid: true }>;

function describe(
  { receipt, head, keyIds, entry, addenda }: ValidVerdict,
  { words, columns }: Reader,
): string {
  const { labels, engine, simulated: notice, valid, entry: describeEntry } = words.receipt;
  const { simulated } = receipt.engine;
  const name = printable(receipt.engine.name);
  const first = simulated ? `${engine(name)} ${notice}` : engine(name);
  const clock = receipt.clockAheadSeconds;
  const moved = clock === undefined ? '' : `\n${words.receipt.clockMoved(clock)}`;
  const released = receipt.items.filter(({ ended }) => ended === 'released');
  const term = termsOf(words.receipt);
  const users = receipt.users.map(({ id, outcome, reason }) =>
    words.receipt.user(id, term(outcome), term(reason)),
  );
  const opened = receipt.openings.map(({ subject, field, value }) =>
    words.receipt.opening(subject.replace(/^[a-z]+/, term), term(field), value),
  );
  // The content of a file must not steer the terminal.
  const listed = (label: string, lines: readonly string[]) =>
    lines.length > 0 ? [[label, lines.map(printable).join('\n')] as const] : [];
  const facts = formatFacts(
    [
      [labels.accepted, receipt.acceptedAt],
      [labels.completed, receipt.completedAt],
      ...listed(labels.items, describeItems(receipt, words)),
      ...listed(labels.users, users),
      ...listed(labels.addenda, describeAddenda(addenda, words)),
      ...listed(labels.opened, opened),
      [labels.log, describeEntry(entry, head.size, formatTime(head.time) || head.time)],
      [labels.keys, keyIds.join('\n')],
    ],
    '  ',
    columns,
  );
  return `${first}${moved}\n${valid(printable(receipt.desktopId), partOf(receipt), simulated, released.length)}\n${facts}`;
}

function partOf({
  volumeId,
  snapshotId,
}: Pick<ValidVerdict['receipt'], 'volumeId' | 'snapshotId'>): ReceiptPart | undefined {
  if (volumeId !== undefined) return { kind: 'volume', id: printable(volumeId) };
  return snapshotId === undefined ? undefined : { kind: 'snapshot', id: printable(snapshotId) };
}

/** A term of the receipt as it is worded; what has no words stays as the receipt has it. */
function termsOf({ terms }: Reader['words']['receipt']): (term: string) => string {
  return (term) => {
    const owns = /^owns (\d+) other desktops?$/.exec(term)?.[1];
    return terms[term] ?? (owns === undefined ? term : (terms['owns'] ?? term).replace('{}', owns));
  };
}

function describeItems(summary: ValidVerdict['receipt'], { receipt }: Reader['words']): string[] {
  const term = termsOf(receipt);
  return summary.items.map(
    ({ kind, itemId, providerId, ended, grade, endedAt, releasedBy, releaseReason, key }) => {
      const item = receipt.item(term(kind), itemId, providerId);
      const end =
        ended === 'released'
          ? receipt.ended.released(item, releasedBy, releaseReason, endedAt)
          : receipt.ended.seen(item, term(ended), grade, endedAt);
      const isPlainDisk = kind === 'volume' && key.encrypted === 'no';
      return `${end}${isPlainDisk ? receipt.key.plainDisk : describeKey(ended, key, summary, receipt.key)}`;
    },
  );
}

/**
 * What became of the key of an item: a disk and its snapshots have one, which goes with the last of them. Of a part that went alone
 * others may have stayed that need its key, and the receipt does not know of them.
 */
function describeKey(
  ended: string,
  { encrypted, id, destroyedAt }: ReceiptKey,
  { items, ...part }: ValidVerdict['receipt'],
  words: Reader['words']['receipt']['key'],
): string {
  if (encrypted === 'not-told') return '';
  if (encrypted === 'no') return words.none;
  if (destroyedAt !== '') return words.destroyed(id, destroyedAt);
  if (ended === 'detached') return words.kept(id);
  const others = items.filter(({ key }) => key.id === id);
  if (others.some(({ key }) => key.destroyedAt !== '')) return words.elsewhere(id);
  if (others.some((other) => other.ended === 'detached')) return words.needed(id);
  return partOf(part) === undefined ? words.notSeen(id) : words.keptOrNotSeen(id);
}

function describeAddenda(addenda: ValidVerdict['addenda'], { receipt }: Reader['words']): string[] {
  return addenda.map(({ type, kept, at, userId, cause, smtpStatus }) =>
    type === 'mail-sent' || type === 'mail-undeliverable'
      ? receipt.addendum[kept && type === 'mail-sent' ? 'mail-kept' : type](
          userId || '-',
          at,
          [termsOf(receipt)(cause), smtpStatus].filter((part) => part !== '').join(', '),
        )
      : type,
  );
}

function forPrograms(verdict: Verdict): object {
  if (!verdict.valid) return verdict;
  const { head, receipt, ...rest } = verdict;
  const { engine, ...summary } = receipt;
  return {
    engine: engine.name,
    simulated: engine.simulated,
    ...(engine.simulated ? { notice: 'SIMULATED: nothing real was deleted' } : {}),
    ...rest,
    receipt: summary,
    head: { ...head, root: head.root.toString('hex') },
  };
}
