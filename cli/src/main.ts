import { readFile } from 'node:fs/promises';
import { CommanderError } from 'commander';
import { textAt } from './api/json.js';
import { exitCodes, Failure } from './failure.js';
import { describeUsageError } from './messages/usageErrors.js';
import { createProgram } from './program.js';
import { openTerminal, type Terminal } from './terminal.js';

/**
 * The `deskplane` command.
 * @param words what was typed behind `deskplane`
 * @returns the exit code (see {@link exitCodes})
 */
export async function main(words: readonly string[], environment: NodeJS.Dict<string>): Promise<number> {
  const terminal = openTerminal(environment);
  const version = await readVersion();
  const program = createProgram({ terminal, environment, cwd: process.cwd(), version });
  try {
    await program.command.parseAsync(words, { from: 'user' });
    return program.exitCode();
  } catch (error) {
    return explain(error, terminal);
  } finally {
    terminal.endProgress();
  }
}

function explain(error: unknown, terminal: Terminal): number {
  const { messages, language } = terminal;
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.done;
    // `deskplane` alone has shown the help already.
    if (error.code !== 'commander.help') {
      terminal.note(messages.problem(describeUsageError(error.code, error.message, language)));
      terminal.note(messages.seeHelp);
    }
    return exitCodes.usage;
  }
  if (error instanceof Failure) {
    terminal.note(messages.problem(error.message));
    return error.exitCode;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.note(messages.problem(messages.unexpected(text)));
  return exitCodes.failed;
}

async function readVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return textAt(JSON.parse(text), 'version');
}
