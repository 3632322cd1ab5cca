import type { Command, Option } from 'commander';
import { createProgram } from '../program.js';
import type { Terminal } from '../terminal.js';
import { en, zh } from './words.js';

/** A terminal that keeps what is said; nobody can be asked. */
export function quietTerminal(
  language: Terminal['language'],
  columns = Number.POSITIVE_INFINITY,
): Terminal & { readonly said: string[]; readonly noted: string[] } {
  const said: string[] = [];
  const noted: string[] = [];
  return {
    language,
    messages: language === 'zh' ? zh : en,
    said,
    noted,
    say: (text) => said.push(text),
    print: (text) => said.push(text),
    note: (text) => noted.push(text),
    progress: () => undefined,
    endProgress: () => undefined,
    columns,
    written: async () => undefined,
    interactive: false,
    isGraphical: false,
    askSecretly: async () => '',
    ask: async () => '',
  };
}

/** One command of the program, with what is typed to get to it. */
export interface PlacedCommand {
  readonly words: readonly string[];
  readonly command: Command;
  /** Those of the program as a whole are among them. */
  readonly options: readonly Option[];
}

/** Every command that can be run, of a program of its own. */
export function allCommands(terminal: Terminal): PlacedCommand[] {
  const { command: program } = createProgram({ terminal, environment: {}, cwd: '/', version: '0' });
  const walk = (command: Command, words: readonly string[]): PlacedCommand[] => [
    ...(command.commands.length > 0 && words.length > 0
      ? []
      : [{ words, command, options: [...program.options, ...command.options] }]),
    ...command.commands.flatMap((below) => walk(below, [...words, below.name()])),
  ];
  return walk(program, []);
}

/** Arguments for all that a command demands. */
export function argumentsOf({ command }: PlacedCommand): string[] {
  return command.registeredArguments.filter(({ required }) => required).map(() => 'x');
}
