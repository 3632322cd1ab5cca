// What a person sees while things are being set up, and programs run so that they are heard only when they fail.
import { spawn } from 'node:child_process';
import { describeWriteFailure } from './writeFailure.mjs';

export const startedAt = Date.now();

// Whoever read our words may be gone, or the file full that they go to: that must not end what goes on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

/** A step, with the time since the start. */
export function step(text) {
  const elapsed = ((Date.now() - startedAt) / 1000).toFixed(1).padStart(5);
  process.stdout.write(`[${elapsed} s] ${text}\n`);
}

/** A failure for the person at the terminal: shown without a stack. */
export class SetupError extends Error {}

/** How many lines of the beginning and of the end of a failed program's output are shown. */
const shownLines = 20;

/**
 * Runs a program without a shell and keeps its output to itself. Ctrl-C and SIGTERM end it and then us.
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function tryQuietly(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const interrupt = (signal) => {
    child.kill(signal);
    process.stdout.write('\nInterrupted.\n');
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exitCode) => resolve(exitCode ?? -1));
    });
    return { code, output };
  } catch (error) {
    return { code: -1, output: error.message };
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

/**
 * Like tryQuietly, but a failure is an error that shows the last of the program's output, or says what could not be written.
 * @throws {SetupError}
 */
export async function runQuietly(what, command, args, options) {
  const { code, output } = await tryQuietly(command, args, options);
  if (code === 0) return output;
  const unwritten = describeWriteFailure(output, options.cwd);
  if (unwritten !== undefined) throw new SetupError(`${what} failed: ${unwritten}`);
  const lines = output.trimEnd().split('\n');
  const shown =
    lines.length <= 2 * shownLines
      ? lines
      : [...lines.slice(0, shownLines), '…', ...lines.slice(-shownLines)];
  throw new SetupError(`${what} failed (exit code ${code}):\n${shown.join('\n')}`);
}
