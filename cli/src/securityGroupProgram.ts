import type { Command } from 'commander';
import {
  allowInGroup,
  createSecurityGroup,
  deleteSecurityGroups,
  editSecurityGroup,
  listSecurityGroups,
  revokeRules,
  showSecurityGroup,
} from './commands/securityGroups.js';
import type { Messages } from './messages/en.js';
import type { RunCommand } from './session.js';

interface JsonFlag {
  readonly json?: true;
}

interface GroupFlags extends JsonFlag {
  readonly name?: string;
  readonly description?: string;
}

/** `deskplane security-group …`. */
export function addSecurityGroupCommands(program: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.network;
  const { json, yes } = messages.help;
  const group = program.command('security-group').description(help.group).helpCommand(false);
  group
    .command('list')
    .description(help.listGroups)
    .option('--json', json)
    .action((options: JsonFlag) => run(options, listSecurityGroups));
  group
    .command('show')
    .description(help.showGroup)
    .argument('<group>', help.oneGroup)
    .option('--json', json)
    .action((word: string, options: JsonFlag) => run(options, (session) => showSecurityGroup(session, word)));
  group
    .command('create')
    .description(help.createGroup)
    .argument('<name>', help.newName)
    .option('--description <text>', help.description)
    .option('--json', json)
    .action((name: string, { description, ...options }: GroupFlags) =>
      run(options, (session) => createSecurityGroup(session, { name, description })),
    );
  group
    .command('edit')
    .description(help.editGroup)
    .argument('<group>', help.oneGroup)
    .option('--name <name>', help.otherName)
    .option('--description <text>', help.description)
    .option('--json', json)
    .action((word: string, { name, description, ...options }: GroupFlags) =>
      run(options, (session) => editSecurityGroup(session, word, { name, description })),
    );
  group
    .command('delete')
    .description(help.deleteGroup)
    .argument('<groups...>', help.groups)
    .option('--yes', yes)
    .option('--json', json)
    .action((words: readonly string[], options: JsonFlag & { yes?: true }) =>
      run(options, (session) => deleteSecurityGroups(session, words, options.yes === true)),
    );
  addRuleCommands(group, messages, run);
}

interface RuleFlags extends JsonFlag {
  readonly out?: true;
  readonly protocol?: string;
  readonly ports?: string;
  readonly range?: string;
  readonly group?: string;
  readonly ipv6?: true;
  readonly description?: string;
}

function addRuleCommands(group: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.network;
  const { json } = messages.help;
  group
    .command('allow')
    .description(help.allow)
    .argument('<group>', help.oneGroup)
    .option('--out', help.out)
    .option('--protocol <protocol>', help.protocol)
    .option('--ports <ports>', help.ports)
    .option('--range <range>', help.range)
    .option('--group <group>', help.otherGroup)
    .option('--ipv6', help.ipv6Rule)
    .option('--description <text>', help.description)
    .option('--json', json)
    .action((word: string, { json: asJson, out, ...fields }: RuleFlags) =>
      run({ json: asJson }, (session) =>
        allowInGroup(session, word, { ...fields, way: out === true ? 'out' : 'in' }),
      ),
    );
  group
    .command('revoke')
    .description(help.revoke)
    .argument('<rules...>', help.rules)
    .option('--json', json)
    .action((ids: readonly string[], options: JsonFlag) =>
      run(options, (session) => revokeRules(session, ids)),
    );
}
