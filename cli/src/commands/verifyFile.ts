import type { Subject } from '@deskplane/verify/command/checkFile.js';
import type { CheckOptions } from '@deskplane/verify/command/report.js';
import { type ExitCode, Failure } from '../failure.js';
import type { Terminal } from '../terminal.js';

/** `deskplane receipt verify`, `deskplane audit verify`: needs neither the service nor credentials. */
export async function verifyFile(
  terminal: Terminal,
  subject: Subject,
  path: string,
  options: CheckOptions,
): Promise<ExitCode> {
  const { messages, columns } = terminal;
  // The whole verifier, which no other command waits for.
  const { checkFile } = await import('@deskplane/verify/command/checkFile.js');
  const report = await checkFile(subject, path, options, { words: messages.verdicts, columns });
  for (const note of report.notes) terminal.note(note);
  if (report.problem !== '') throw new Failure(report.exitCode, report.problem);
  if (options.json) terminal.print(report.result);
  else terminal.say(report.result);
  for (const remark of report.remarks) terminal.note(remark);
  return report.exitCode;
}
