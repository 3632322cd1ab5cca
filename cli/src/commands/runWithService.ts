import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Scratch, startScratch } from '@deskplane/server/scratch/startScratch.js';
import { StartError } from '@deskplane/server/system/errorCode.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { parseCredentials } from '../api/credentials.js';
import { type NotRun, whyNotRun } from '../run/findProgram.js';
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
  if (why !== undefined) return sayNotRun(terminal, words, why, terminal.messages.run.nothingStarted);
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
  { terminal, environment, cwd }: ProgramParts,
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
  if ('code' in ended) return ended.code;
  const [program = ''] = words;
  const path = environment['PATH'];
  // It was there before. What the system misses now, where that is not the program, is what runs it.
  const isThere = path !== undefined || program.includes('/');
  const told: NotRun =
    ended.why === 'missing' && isThere ? { why: 'interpreter', interpreter: undefined } : ended;
  return sayNotRun(
    terminal,
    words,
    whyNotRun(program, path, cwd) ?? told,
    terminal.messages.run.serviceStarted,
  );
}

/** Says why the program was not run. @returns the exit code, as shells have it */
function sayNotRun(
  { note, messages }: Terminal,
  [program = '']: readonly string[],
  notRun: NotRun,
  toSentence: (why: string) => string,
): number {
  const { missing, forbidden, interpreter } = messages.run;
  const name = printable(program);
  if (notRun.why === 'forbidden') {
    note(messages.problem(toSentence(forbidden(name))));
    return 126;
  }
  const why =
    notRun.why === 'interpreter'
      ? interpreter(name, notRun.interpreter && printable(notRun.interpreter))
      : missing(name);
  note(messages.problem(toSentence(why)));
  return 127;
}

/** What happens to the service goes where it is not taken for output of the program. */
function toNotes(terminal: Terminal, verbose: boolean) {
  const told = verbose ? terminal.note : () => undefined;
  return { step: told, say: told, event: terminal.note };
}
