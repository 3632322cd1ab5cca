import { readFile } from 'node:fs/promises';
import { currentDirectory } from '@deskplane/server/system/currentDirectory.js';
import { wantsJson } from '@deskplane/verify/command/errorLine.js';
import { CommanderError } from 'commander';
import { textAt } from './api/json.js';
import { commandAtFault } from './commandLine/commandAtFault.js';
import { namesWord } from './completion/nameKinds.js';
import { type ExitCode, errorLine, exitCodes, Failure } from './failure.js';
import { describeUsageError } from './messages/usageErrors.js';
import { openTerminal, type Terminal } from './terminal.js';

/**
 * The `deskplane` command.
 * @param words what was typed behind `deskplane`
 * @returns the exit code (see {@link exitCodes})
 */
export async function main(words: readonly string[], environment: NodeJS.Dict<string>): Promise<number> {
  const terminal = openTerminal(environment);
  if (words[0] === namesWord) {
    const { offerNames } = await import('./completion/offerNames.js');
    await offerNames(terminal, environment, words.slice(1));
    await terminal.written();
    return exitCodes.done;
  }
  const { createProgram } = await import('./program.js');
  const version = await readVersion();
  const program = createProgram({ terminal, environment, cwd: currentDirectory(environment), version });
  try {
    await program.command.parseAsync(words, { from: 'user' });
    return program.exitCode();
  } catch (error) {
    return explain(error, terminal, wantsJson(words), commandAtFault(program.command, words));
  } finally {
    terminal.endProgress();
    // A result that nobody got is no success, and whoever calls ends the process with the code.
    await terminal.written();
  }
}

/** @param verbs of the command that was typed */
function explain(error: unknown, terminal: Terminal, json: boolean, verbs: readonly string[]): ExitCode {
  const { messages, language } = terminal;
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.done;
    const text = describeUsageError(error.code, error.message, language);
    if (json) terminal.print(errorLine(exitCodes.usage, text));
    // `deskplane` alone has shown the help already.
    else if (error.code !== 'commander.help') {
      terminal.note(messages.problem(text));
      terminal.note(messages.seeHelp(verbs));
    }
    return exitCodes.usage;
  }
  if (error instanceof Failure) {
    if (json) terminal.print(errorLine(error.exitCode, error.message, error.facts, error.beside));
    else terminal.note(messages.problem(error.message));
    return error.exitCode;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (json) terminal.print(errorLine(exitCodes.failed, messages.unexpected(text)));
  else terminal.note(messages.problem(messages.unexpected(text)));
  return exitCodes.failed;
}

async function readVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return textAt(JSON.parse(text), 'version');
}
