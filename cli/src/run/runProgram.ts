import { spawn } from 'node:child_process';
import { codeOfSignal, type PassedSignals } from './passSignals.js';

/** How a program ended, or why it was not run. Missing may be what it needs to run it, too: the system tells no more. */
export type ProgramEnd = { readonly code: number } | { readonly why: 'missing' | 'forbidden' };

/**
 * Runs a program, without a shell, with this process' own input and output, and waits for its end.
 * @throws {Error} when it cannot be run for another reason than its own file
 */
export function runProgram(
  [program = '', ...words]: readonly string[],
  environment: NodeJS.ProcessEnv,
  signals: Pick<PassedSignals, 'to'>,
): Promise<ProgramEnd> {
  const child = spawn(program, words, { env: environment, stdio: 'inherit' });
  signals.to(child);
  return new Promise((resolve, reject) => {
    child.once('exit', (code, signal) =>
      resolve({ code: signal === null ? (code ?? 1) : codeOfSignal(signal) }),
    );
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve({ why: 'missing' });
      else if (error.code === 'EACCES') resolve({ why: 'forbidden' });
      else reject(error);
    });
  });
}
