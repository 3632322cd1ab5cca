import type { Command } from 'commander';
import { eraseUser } from './commands/eraseUser.js';
import type { Messages } from './messages/en.js';
import type { RunCommand } from './session.js';

/** `deskplane person …`. */
export function addUserCommands(program: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.person;
  const person = program.command('person').description(help.person).helpCommand(false);
  person
    .command('erase')
    .description(help.erase)
    .argument('<user>', help.user)
    .option('--yes', messages.help.yes)
    .option('--json', messages.help.json)
    .action((user: string, options: { json?: true; yes?: true }) =>
      run(options, (session) => eraseUser(session, user, { yes: options.yes === true })),
    );
}
