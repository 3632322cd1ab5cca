import { type Command, Option } from 'commander';
import { showDeletionList } from './commands/listDeletions.js';
import { protectDesktops } from './commands/protectDesktops.js';
import { releaseItem } from './commands/releaseItem.js';
import { watchDeletion } from './commands/watchDeletion.js';
import type { Messages } from './messages/en.js';
import { parseNumber } from './optionValues.js';
import type { RunCommand } from './session.js';

const maxListed = 1000;

/** `deskplane deletion …`. */
export function addDeletionCommands(program: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.deletion;
  const deletion = program.command('deletion').description(help.deletion).helpCommand(false);
  deletion
    .command('list')
    .description(help.list)
    .addOption(
      new Option('--state <state...>', help.state).choices(['running', 'failed', 'done']).default([], ''),
    )
    .option('--limit <number>', help.limit, (text) => parseNumber(text, [1, maxListed], messages), 100)
    .option('--json', messages.help.json)
    .action((options: { json?: true; state: readonly string[]; limit: number }) =>
      run(options, (session) => showDeletionList(session, { states: options.state, limit: options.limit })),
    );
  deletion
    .command('watch')
    .description(help.watch)
    .argument('<desktop>', help.desktopArgument)
    .option('--json', messages.help.json)
    .action((word: string, options: { json?: true }) =>
      run(options, (session) => watchDeletion(session, word)),
    );
  deletion
    .command('release')
    .description(help.release)
    .argument('<desktop>', help.desktopArgument)
    .argument('<item>', help.itemArgument)
    .requiredOption('--reason <text>', help.reason)
    .option('--yes', messages.help.yes)
    .option('--json', messages.help.json)
    .action((word: string, item: string, options: { json?: true; reason: string; yes?: true }) =>
      run(options, (session) =>
        releaseItem(session, word, item, { reason: options.reason, yes: options.yes === true }),
      ),
    );
}

/** `protect` and `unprotect`, among the commands of `deskplane desktop`. */
export function addProtectionCommands(desktop: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.deletion;
  for (const [verb, description, isProtected] of [
    ['protect', help.protect, true],
    ['unprotect', help.unprotect, false],
  ] as const)
    desktop
      .command(verb)
      .description(description)
      .argument('<desktops...>', messages.desktop.help.desktopsArgument)
      .option('--json', messages.help.json)
      .action((words: readonly string[], options: { json?: true }) =>
        run(options, (session) => protectDesktops(session, words, isProtected)),
      );
}
