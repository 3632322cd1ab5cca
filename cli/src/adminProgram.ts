import type { Command } from 'commander';
import { locateCredentials } from './api/findCredentials.js';
import { repeated } from './commandLine/repeated.js';
import { changePassword, renewPassword } from './commands/adminPassword.js';
import { addAdmin, resetPassword } from './commands/adminUsers.js';
import { type ExitCode, exitCodes, Failure } from './failure.js';
import type { ProgramParts, RunCommand } from './session.js';

/** `deskplane admin …`. */
export function addAdminCommands(
  program: Command,
  parts: ProgramParts,
  run: RunCommand,
  end: (code: ExitCode) => void,
): void {
  const { messages } = parts.terminal;
  const { help } = messages.admin;
  const admin = program.command('admin').description(help.admin).helpCommand(false);
  admin
    .command('add')
    .description(help.add)
    .argument('<name>', help.name)
    .option('--email <address>', help.email)
    .addOption(
      repeated('--policy <name...>', help.policies, (name, names: readonly string[]) => [...names, name]),
    )
    .option('--stdin', help.stdin)
    .option('--json', messages.help.json)
    .action((name: string, { email, policy, stdin, json }: AddFlags) =>
      run({ json }, (session) => addAdmin(session, { name, email, policies: policy, stdin: stdin === true })),
    );
  admin
    .command('password')
    .description(help.password)
    .argument('[user]', help.ofUser)
    .option('--stdin', help.stdin)
    .option('--renew', help.renew)
    .option('--yes', messages.help.yes)
    .option('--json', messages.help.json)
    .action(async (user: string | undefined, options: PasswordFlags) => {
      const { stdin = false, renew = false, yes = false, json = false } = options;
      if ((stdin || user !== undefined) && renew) throw new Failure(exitCodes.usage, messages.admin.eitherOr);
      if (user !== undefined) await run(options, (session) => resetPassword(session, user, stdin));
      else if (renew) end(await renewPassword(parts, { yes, json }));
      else
        await run(options, async (session) => {
          const { environment, cwd } = parts;
          const { credentials: named, profile } = program.opts<{ credentials?: string; profile?: string }>();
          const { path } = await locateCredentials({ named, profile, environment, cwd, messages });
          await changePassword(session, path, stdin);
        });
    });
}

interface AddFlags {
  readonly email?: string;
  readonly policy: readonly string[];
  readonly stdin?: true;
  readonly json?: true;
}

interface PasswordFlags {
  readonly stdin?: true;
  readonly renew?: true;
  readonly yes?: true;
  readonly json?: true;
}
