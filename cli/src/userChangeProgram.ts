import type { Command } from 'commander';
import { disableUser, editUser } from './commands/editUser.js';
import type { Messages } from './messages/en.js';
import type { RunCommand } from './session.js';

interface EditFlags {
  readonly json?: true;
  readonly email?: string;
  readonly phone?: string;
  readonly description?: string;
  readonly expires?: string;
}

/** `edit`, `disable` and `enable`, among the commands of `deskplane user`. */
export function addUserChanges(user: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.editUser;
  const { oneUser } = messages.user.help;
  user
    .command('edit')
    .description(help.edit)
    .argument('<user>', oneUser)
    .option('--email <address>', help.email)
    .option('--phone <number>', help.phone)
    .option('--description <text>', help.description)
    .option('--expires <time>', help.expires)
    .option('--json', messages.help.json)
    .action((name: string, { email, phone, description, expires, ...options }: EditFlags) =>
      run(options, (session) => editUser(session, name, { email, phone, description, expires })),
    );
  for (const verb of ['disable', 'enable'] as const)
    user
      .command(verb)
      .description(help[verb])
      .argument('<user>', oneUser)
      .option('--json', messages.help.json)
      .action((name: string, options: { readonly json?: true }) =>
        run(options, (session) => disableUser(session, name, verb === 'disable')),
      );
}
