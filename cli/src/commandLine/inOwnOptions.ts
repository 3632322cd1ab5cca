import type { Language } from '@deskplane/verify/text/language.js';
import type { Command } from 'commander';
import { inOptions } from '../api/inOptions.js';
import { optionsOfFields } from './optionsOfFields.js';

/** For the failures of whichever command of a program runs: says what is wrong in that command's own options. */
export function inOwnOptions(program: Command, language: Language): (error: unknown) => never {
  let verbs = '';
  program.hook('preAction', (_, action) => {
    verbs = verbsOf(action).join(' ');
  });
  return (error) => inOptions(optionsOfFields[verbs] ?? [], language)(error);
}

/** What is typed to get to a command, behind the program's name. */
function verbsOf(command: Command): string[] {
  return command.parent === null ? [] : [...verbsOf(command.parent), command.name()];
}
