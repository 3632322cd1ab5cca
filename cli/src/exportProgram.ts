import type { Command } from 'commander';
import { exportGroups, exportUsers, writeUserTemplate } from './commands/exportUsers.js';
import type { Messages } from './messages/en.js';
import type { RunCommand } from './session.js';

interface OutputFlag {
  readonly json?: true;
  readonly output?: string;
}

/** `deskplane user export` and `deskplane user template`. */
export function addUserExports(user: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.user;
  user
    .command('export')
    .description(help.export)
    .option('--name <text>', help.exportName)
    .option('--group <group>', help.exportGroup)
    .option('--output <file>', help.output)
    .option('--json', messages.help.json)
    .action(({ name, group, output, ...options }: OutputFlag & { name?: string; group?: string }) =>
      run(options, (session) => exportUsers(session, { name, group, output })),
    );
  user
    .command('template')
    .description(help.template)
    .option('--password', help.withPassword)
    .option('--output <file>', help.output)
    .option('--json', messages.help.json)
    .action(({ password, output, ...options }: OutputFlag & { password?: true }) =>
      run(options, (session) => writeUserTemplate(session, { withPassword: password === true, output })),
    );
}

/** `deskplane group export`. */
export function addGroupExport(group: Command, messages: Messages, run: RunCommand): void {
  group
    .command('export')
    .description(messages.group.help.export)
    .option('--output <file>', messages.user.help.output)
    .option('--json', messages.help.json)
    .action(({ output, ...options }: OutputFlag) => run(options, (session) => exportGroups(session, output)));
}
