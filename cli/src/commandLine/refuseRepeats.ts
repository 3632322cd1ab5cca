import type { Command } from 'commander';
import type { Terminal } from '../terminal.js';

/**
 * Refuses an option that takes one value and is given twice, for this command and all below it: the parser would quietly
 * let the last one win. Lists are options whose default is a list, and may be repeated; repeating a switch changes nothing.
 */
export function refuseRepeats(command: Command, terminal: Terminal): void {
  for (const option of command.options) {
    const isSwitch = !option.required && !option.optional;
    if (isSwitch || Array.isArray(option.defaultValue)) continue;
    let seen = false;
    command.on(`option:${option.name()}`, () => {
      if (seen)
        command.error(terminal.messages.givenTwice(option.long ?? option.flags), {
          code: 'deskplane.givenTwice',
          exitCode: 2,
        });
      seen = true;
    });
  }
  for (const below of command.commands) refuseRepeats(below, terminal);
}
