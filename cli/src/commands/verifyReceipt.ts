import { formatFacts } from '@deskplane/verify/text/formatFacts.js';
import { formatTime } from '@deskplane/verify/text/formatTime.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { type Verdict, verifyReceipt } from '@deskplane/verify/verifyReceipt.js';
import { type ExitCode, exitCodes, Failure } from '../failure.js';
import type { Terminal } from '../terminal.js';
import { exitCodeOf } from './exitCodeOf.js';
import { readHeadFile, readKeysFile, readNamedFile } from './readTrust.js';

export interface VerifyOptions {
  /** A file with keys that were got elsewhere. */
  readonly keys: string | undefined;
  /** A file with an older head of the log. */
  readonly head: string | undefined;
  readonly json: boolean;
}

/** `deskplane receipt verify`: needs neither the service nor credentials. */
export async function checkReceiptFile(
  terminal: Terminal,
  path: string,
  options: VerifyOptions,
): Promise<ExitCode> {
  const { messages } = terminal;
  const file = await readNamedFile(path, messages);
  const verdict = verifyReceipt(file, {
    ...(options.keys === undefined ? {} : { keys: await readKeysFile(options.keys, messages) }),
    ...(options.head === undefined ? {} : { head: await readHeadFile(options.head, messages) }),
  });
  if (options.json) {
    terminal.print(JSON.stringify(forPrograms(verdict), null, 2));
    return exitCodeOf(verdict);
  }
  for (const check of verdict.passed) terminal.note(`✓ ${messages.receipt.checks[check]}`);
  if (!verdict.valid) {
    const { failures, invalid, outdated } = messages.receipt;
    const failure = failures[verdict.failed];
    if (verdict.outdated)
      throw new Failure(exitCodes.outdated, outdated(verdict.desktopId ?? '', options.head ?? ''));
    terminal.note(`✗ ${failure}`);
    throw new Failure(exitCodes.failed, invalid(failure, printable(verdict.reason)));
  }
  terminal.say(describe(verdict, terminal));
  if (options.keys === undefined) terminal.note(messages.receipt.ownKeys);
  return exitCodes.done;
}

type ValidVerdict = Extract<Verdict, { valid: true }>;

function describe(
  { receipt, head, keyIds, entry, addenda }: ValidVerdict,
  { messages, columns }: Terminal,
): string {
  const { labels, engine, valid, ended: ends, addendum: outcomes, entry: describeEntry } = messages.receipt;
  const { simulated } = receipt.engine;
  const name = printable(receipt.engine.name);
  const first = simulated ? `${engine(name)} ${messages.deletion.simulated.done}` : engine(name);
  const released = receipt.items.filter(({ ended }) => ended === 'released');
  const items = receipt.items.map(
    ({ kind, providerId, ended, grade, endedAt, releasedBy, releaseReason }) => {
      const item = `${kind} ${providerId || '-'}`;
      return ended === 'released'
        ? ends.released(item, releasedBy, releaseReason, endedAt)
        : ends.seen(item, ended, grade, endedAt);
    },
  );
  const later = addenda.map(({ type, at, userId, cause, smtpStatus }) =>
    type === 'mail-sent' || type === 'mail-undeliverable'
      ? outcomes[type](userId || '-', at, [cause, smtpStatus].filter((part) => part !== '').join(', '))
      : type,
  );
  const users = receipt.users.map(({ id, outcome, reason }) => `${id}: ${outcome} (${reason})`);
  const opened = receipt.openings.map(({ subject, field, value }) => `${subject} ${field}: ${value}`);
  // What a file says must not act on the terminal.
  const listed = (label: string, lines: readonly string[]) =>
    lines.length > 0 ? [[label, lines.map(printable).join('\n')] as const] : [];
  const facts = formatFacts(
    [
      [labels.accepted, receipt.acceptedAt],
      [labels.completed, receipt.completedAt],
      ...listed(labels.items, items),
      ...listed(labels.users, users),
      ...listed(labels.addenda, later),
      ...listed(labels.opened, opened),
      [labels.log, describeEntry(entry, head.size, formatTime(head.time) || head.time)],
      [labels.keys, keyIds.join('\n')],
    ],
    '  ',
    columns,
  );
  return `${first}\n${valid(printable(receipt.desktopId), simulated, released.length)}\n${facts}`;
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
