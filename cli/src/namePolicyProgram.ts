import type { Command } from 'commander';
import {
  createNamePolicy,
  deleteNamePolicies,
  editNamePolicy,
  listNamePolicies,
  type NamePolicyOptions,
} from './commands/namePolicies.js';
import type { Messages } from './messages/en.js';
import { parseNumber } from './optionValues.js';
import type { RunCommand } from './session.js';

interface JsonFlag {
  readonly json?: true;
}

/** `deskplane name-policy …`. */
export function addNamePolicyCommands(program: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.namePolicy;
  const { json, yes } = messages.help;
  const digits = (text: string): number => parseNumber(text, [1, 5], messages);
  const start = (text: string): number => parseNumber(text, [1, 99_999], messages);
  const policy = program.command('name-policy').description(help.namePolicy).helpCommand(false);
  policy
    .command('list')
    .description(help.list)
    .option('--json', json)
    .action((options: JsonFlag) => run(options, listNamePolicies));
  policy
    .command('create')
    .description(help.create)
    .argument('<name>', help.newName)
    .argument('<begin>', help.prefix)
    .option('--digits <digits>', help.digits, digits)
    .option('--start <number>', help.start, start)
    .option('--per-user', help.perUser)
    .option('--default', help.default)
    .option('--truncate', help.truncate)
    .option('--json', json)
    .action((name: string, prefix: string, options: JsonFlag & NamePolicyOptions) =>
      run(options, (session) => createNamePolicy(session, name, { ...options, prefix })),
    );
  policy
    .command('edit')
    .description(help.edit)
    .argument('<policy>', help.onePolicy)
    .option('--name <name>', help.newName)
    .option('--prefix <prefix>', help.prefix)
    .option('--digits <digits>', help.newDigits, digits)
    .option('--start <number>', help.newStart, start)
    .option('--per-user', help.perUser)
    .option('--no-per-user', help.together)
    .option('--default', help.default)
    .option('--no-default', help.noDefault)
    .option('--truncate', help.truncate)
    .option('--no-truncate', help.noTruncate)
    .option('--json', json)
    .action((word: string, options: JsonFlag & NamePolicyOptions) =>
      run(options, (session) => editNamePolicy(session, word, options)),
    );
  policy
    .command('delete')
    .description(help.delete)
    .argument('<policies...>', help.policies)
    .option('--yes', yes)
    .option('--json', json)
    .action((names: readonly string[], options: JsonFlag & { yes?: true }) =>
      run(options, (session) => deleteNamePolicies(session, names, options.yes === true)),
    );
}
