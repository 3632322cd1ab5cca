import { formatTime } from '@deskplane/verify/text/formatTime.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { type AuditVerdict, verifyAuditExport } from '@deskplane/verify/verifyAuditExport.js';
import { type ExitCode, exitCodes, Failure } from '../failure.js';
import type { Terminal } from '../terminal.js';
import { exitCodeOf } from './exitCodeOf.js';
import { readHeadFile, readKeysFile, readNamedFile } from './readTrust.js';

export interface VerifyAuditOptions {
  /** A file with keys that were got elsewhere. */
  readonly keys: string | undefined;
  /** A file with an older head of the log. */
  readonly head: string | undefined;
  readonly json: boolean;
}

/** `deskplane audit verify`: needs neither the service nor credentials. */
export async function checkAuditFile(
  terminal: Terminal,
  path: string,
  options: VerifyAuditOptions,
): Promise<ExitCode> {
  const { messages } = terminal;
  const { checks, failures, valid, letGo, invalid, outdated } = messages.audit;
  const verdict = verifyAuditExport(await readNamedFile(path, messages), {
    ...(options.keys === undefined ? {} : { keys: await readKeysFile(options.keys, messages) }),
    ...(options.head === undefined ? {} : { head: await readHeadFile(options.head, messages) }),
  });
  if (options.json) {
    terminal.print(JSON.stringify(forPrograms(verdict), null, 2));
    return exitCodeOf(verdict);
  }
  for (const check of verdict.passed) terminal.note(`✓ ${checks[check]}`);
  if (!verdict.valid) {
    const failure = failures[verdict.failed];
    if (verdict.outdated) throw new Failure(exitCodes.outdated, outdated(options.head ?? ''));
    terminal.note(`✗ ${failure}`);
    throw new Failure(exitCodes.failed, invalid(failure, printable(verdict.reason)));
  }
  const { head } = verdict;
  const time = formatTime(head.time) || printable(head.time);
  terminal.say(valid(verdict.traces, verdict.start, verdict.end, head.size, time));
  if (verdict.letGo > 0) terminal.note(letGo(verdict.letGo));
  if (options.keys === undefined) terminal.note(messages.audit.ownKeys);
  return exitCodes.done;
}

function forPrograms(verdict: AuditVerdict): object {
  if (!verdict.valid) return verdict;
  const { head, ...rest } = verdict;
  return { ...rest, head: { ...head, root: head.root.toString('hex') } };
}
