import type { Command } from 'commander';
import { eraseUser } from './commands/eraseUser.js';
import { giveUserPassword } from './commands/giveUserPassword.js';
import { inviteUser, lockUser } from './commands/inviteUser.js';
import { createUser, deleteUsers, listUsers } from './commands/users.js';
import { addUserExports } from './exportProgram.js';
import type { Messages } from './messages/en.js';
import { addForgetDevice } from './secondFactorProgram.js';
import type { RunCommand } from './session.js';
import { addUserChanges } from './userChangeProgram.js';

interface JsonFlag {
  readonly json?: true;
}

/** `deskplane user …`. */
export function addUserCommands(program: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.user;
  const { json, yes } = messages.help;
  const user = program.command('user').description(help.group).helpCommand(false);
  user
    .command('list')
    .description(help.list)
    .option('--json', json)
    .action((options: JsonFlag) => run(options, listUsers));
  user
    .command('create')
    .description(help.create)
    .argument('<name>', help.newName)
    .option('--email <address>', help.email)
    .option('--phone <number>', help.phone)
    .option('--description <text>', help.description)
    .option('--expires <time>', help.expires)
    .option('--stdin', help.stdin)
    .option('--json', json)
    .action((name: string, { email, phone, description, expires, stdin, ...options }: NewUserFlags) =>
      run(options, (session) =>
        createUser(session, { name, email, phone, description, expires, stdin: stdin === true }),
      ),
    );
  user
    .command('invite')
    .description(help.invite)
    .argument('<user>', help.invited)
    .option('--email <address>', help.inviteEmail)
    .option('--reset', help.reset)
    .option('--json', json)
    .action((name: string, options: JsonFlag & { email?: string; reset?: true }) =>
      run(options, (session) =>
        inviteUser(session, name, { email: options.email, reset: options.reset === true }),
      ),
    );
  user
    .command('password')
    .description(help.password)
    .argument('<user>', help.oneUser)
    .option('--mail', help.byMail)
    .option('--json', json)
    .action((name: string, options: JsonFlag & { mail?: true }) =>
      run(options, (session) => giveUserPassword(session, name, options.mail === true)),
    );
  for (const operation of ['lock', 'unlock'] as const)
    user
      .command(operation)
      .description(help[operation])
      .argument('<user>', help.oneUser)
      .option('--json', json)
      .action((name: string, options: JsonFlag) =>
        run(options, (session) => lockUser(session, name, operation === 'lock' ? 'LOCK' : 'UNLOCK')),
      );
  addForgetDevice(user, messages, run);
  addUserChanges(user, messages, run);
  addImport(user, messages, run);
  addUserExports(user, messages, run);
  user
    .command('delete')
    .description(help.delete)
    .argument('<users...>', help.users)
    .option('--yes', yes)
    .option('--json', json)
    .action((names: readonly string[], options: JsonFlag & { yes?: true }) =>
      run(options, (session) => deleteUsers(session, names, options.yes === true)),
    );
  user
    .command('erase')
    .description(help.erase)
    .argument('<user>', help.user)
    .option('--yes', yes)
    .option('--json', json)
    .action((name: string, options: JsonFlag & { yes?: true }) =>
      run(options, (session) => eraseUser(session, name, { yes: options.yes === true })),
    );
}

interface NewUserFlags extends JsonFlag {
  readonly email?: string;
  readonly phone?: string;
  readonly description?: string;
  readonly expires?: string;
  readonly stdin?: true;
}

function addImport(user: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.user;
  user
    .command('import')
    .description(help.import)
    .argument('<file>', help.file)
    .option('--dry-run', help.dryRun)
    .option('--skip-existing', help.skipExisting)
    .option('--json', messages.help.json)
    .action((file: string, options: JsonFlag & { dryRun?: true; skipExisting?: true }) =>
      run(options, async (session) => {
        // What checks a row is the service's own, and takes a while to load.
        const { importUsers } = await import('./commands/importUsers.js');
        const { dryRun = false, skipExisting = false } = options;
        return importUsers(session, { file, dryRun, skipExisting });
      }),
    );
}
