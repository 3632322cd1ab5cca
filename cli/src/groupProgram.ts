import type { Command } from 'commander';
import {
  changeMembers,
  createGroup,
  deleteGroups,
  editGroup,
  listGroups,
  showGroup,
} from './commands/groups.js';
import { addGroupExport } from './exportProgram.js';
import type { Messages } from './messages/en.js';
import type { RunCommand } from './session.js';

interface JsonFlag {
  readonly json?: true;
}

/** `deskplane group …`. */
export function addGroupCommands(program: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.group;
  const { json, yes } = messages.help;
  const group = program.command('group').description(help.group).helpCommand(false);
  group
    .command('list')
    .description(help.list)
    .option('--json', json)
    .action((options: JsonFlag) => run(options, listGroups));
  group
    .command('show')
    .description(help.show)
    .argument('<group>', help.oneGroup)
    .option('--json', json)
    .action((word: string, options: JsonFlag) => run(options, (session) => showGroup(session, word)));
  group
    .command('create')
    .description(help.create)
    .argument('<name>', help.newName)
    .option('--description <text>', help.description)
    .option('--json', json)
    .action((name: string, { description, ...options }: JsonFlag & { description?: string }) =>
      run(options, (session) => createGroup(session, name, description)),
    );
  group
    .command('edit')
    .description(help.edit)
    .argument('<group>', help.oneGroup)
    .option('--name <name>', help.newName)
    .option('--description <text>', help.description)
    .option('--json', json)
    .action(
      (word: string, { name, description, ...options }: JsonFlag & { name?: string; description?: string }) =>
        run(options, (session) => editGroup(session, word, { name, description })),
    );
  for (const verb of ['add', 'remove'] as const)
    group
      .command(verb)
      .description(help[verb])
      .argument('<group>', help.oneGroup)
      .argument('<users...>', help.users)
      .option('--json', json)
      .action((word: string, users: readonly string[], options: JsonFlag) =>
        run(options, (session) => changeMembers(session, word, users, verb === 'add' ? 'ADD' : 'DELETE')),
      );
  addGroupExport(group, messages, run);
  group
    .command('delete')
    .description(help.delete)
    .argument('<groups...>', help.groups)
    .option('--yes', yes)
    .option('--json', json)
    .action((names: readonly string[], options: JsonFlag & { yes?: true }) =>
      run(options, (session) => deleteGroups(session, names, options.yes === true)),
    );
}
