import type { Command } from 'commander';
import { locateCredentials } from './api/findCredentials.js';
import { changePassword, renewPassword } from './commands/adminPassword.js';
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
    .command('password')
    .description(help.password)
    .option('--stdin', help.stdin)
    .option('--renew', help.renew)
    .option('--yes', messages.help.yes)
    .option('--json', messages.help.json)
    .action(async (options: { stdin?: true; renew?: true; yes?: true; json?: true }) => {
      const { stdin = false, renew = false, yes = false, json = false } = options;
      if (stdin && renew) throw new Failure(exitCodes.usage, messages.admin.eitherOr);
      if (renew) end(await renewPassword(parts, { yes, json }));
      else
        await run(options, async (session) => {
          const { environment, cwd } = parts;
          const { credentials: named, profile } = program.opts<{ credentials?: string; profile?: string }>();
          const { path } = await locateCredentials({ named, profile, environment, cwd, messages });
          await changePassword(session, path, stdin);
        });
    });
}
