import type { Command } from 'commander';
import { eraseUser } from './commands/eraseUser.js';
import type { Messages } from './messages/en.js';
import type { RunCommand } from './session.js';

/** `deskplane user …`. */
export function addUserCommands(program: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.user;
  const user = program.command('user').description(help.group).helpCommand(false);
  user
    .command('erase')
    .description(help.erase)
    .argument('<user>', help.user)
    .option('--yes', messages.help.yes)
    .option('--json', messages.help.json)
    .action((name: string, options: { json?: true; yes?: true }) =>
      run(options, (session) => eraseUser(session, name, { yes: options.yes === true })),
    );
}
