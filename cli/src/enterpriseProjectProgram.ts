import type { Command } from 'commander';
import { showEnterpriseProjects } from './commands/enterpriseProjects.js';
import type { Messages } from './messages/en.js';
import type { RunCommand } from './session.js';

/** `deskplane enterprise-project …`. */
export function addEnterpriseProjectCommands(program: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.enterpriseProject;
  const project = program.command('enterprise-project').description(help.project).helpCommand(false);
  project
    .command('list')
    .description(help.list)
    .option('--json', messages.help.json)
    .action((options: { readonly json?: true }) => run(options, showEnterpriseProjects));
}
