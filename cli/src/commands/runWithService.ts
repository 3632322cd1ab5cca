import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Scratch, startScratch } from '@deskplane/server/scratch/startScratch.js';
import { StartError } from '@deskplane/server/system/errorCode.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { parseCredentials } from '../api/credentials.js';
import { whyNotRun } from '../run/findProgram.js';
import { type PassedSignals, passSignals } from '../run/passSignals.js';
import { programEnvironment } from '../run/programEnvironment.js';
import { runProgram } from '../run/runProgram.js';
import type { ProgramParts } from '../session.js';
import type { Terminal } from '../terminal.js';

/** The service could not be started, so that the program was not run. As of `timeout`, `docker run` and others. */
const notStarted = 125;

/**
 * `deskplane run`: starts a service with the simulated engine, runs a program whose clients find it, and takes the service away.
 * @param words the program and its arguments
 * @returns the program's own exit code; as shells tell it: 128 and the number of a signal that ended it, 126 and 127 if it cannot be run
 */
export async function runWithService(
  parts: ProgramParts,
  words: readonly string[],
  options: { readonly logs: string | undefined; readonly verbose: boolean },
): Promise<number> {
  const { terminal, environment, cwd } = parts;
  const why = whyNotRun(words[0] ?? '', environment['PATH'], cwd);
  if (why !== undefined) return sayNotRun(terminal, words, why);
  const signals = passSignals();
  try {
    const scratch = await startScratch({
      environment,
      stopping: signals.stopping,
      terminal: toNotes(terminal, options.verbose),
      deskplane: terminal.messages.ownName,
      logs: options.logs === undefined ? undefined : resolve(cwd, options.logs),
    });
    try {
      return await runBeside(parts, scratch, words, signals);
    } finally {
      await scratch.end();
    }
  } catch (error) {
    const interrupted = signals.interruptedBy();
    if (!(error instanceof StartError)) throw error;
    if (interrupted !== undefined) return interrupted;
    terminal.note(terminal.messages.problem(terminal.messages.run.notStarted(error.message)));
    return notStarted;
  } finally {
    signals.release();
  }
}

async function runBeside(
  { terminal, environment }: ProgramParts,
  { credentialsPath, endpoint }: Scratch,
  words: readonly string[],
  signals: PassedSignals,
): Promise<number> {
  const text = await readFile(credentialsPath, 'utf8');
  const credentials = { ...parseCredentials(text, credentialsPath, terminal.messages), endpoint };
  const ended = await runProgram(
    words,
    programEnvironment(environment, credentials, credentialsPath),
    signals,
  );
  return 'code' in ended ? ended.code : sayNotRun(terminal, words, ended.why);
}

/** Says why the program was not run. @returns the exit code, as shells have it */
function sayNotRun(
  { note, messages }: Terminal,
  [program = '']: readonly string[],
  why: 'missing' | 'forbidden',
): number {
  note(messages.problem(messages.run[why](printable(program))));
  return why === 'missing' ? 127 : 126;
}

/** What happens to the service goes where it is not taken for output of the program. */
function toNotes(terminal: Terminal, verbose: boolean) {
  const told = verbose ? terminal.note : () => undefined;
  return { step: told, say: told, event: terminal.note };
}
