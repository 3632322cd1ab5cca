import type { Command } from 'commander';
import { repeated } from './commandLine/repeated.js';
import {
  createNetwork,
  createSubnet,
  deleteNetworks,
  deleteSubnets,
  editNetwork,
  editSubnet,
  listNetworks,
  listSubnets,
} from './commands/networks.js';
import type { Messages } from './messages/en.js';
import type { RunCommand } from './session.js';

interface JsonFlag {
  readonly json?: true;
}

interface NetworkFlags extends JsonFlag {
  readonly name?: string;
  readonly cidr?: string;
  readonly description?: string;
}

/** `deskplane network …` and `deskplane subnet …`. */
export function addNetworkCommands(program: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.network;
  const { json, yes } = messages.help;
  const network = program.command('network').description(help.network).helpCommand(false);
  network
    .command('list')
    .description(help.listNetworks)
    .option('--json', json)
    .action((options: JsonFlag) => run(options, listNetworks));
  network
    .command('create')
    .description(help.createNetwork)
    .argument('<name>', help.newName)
    .requiredOption('--cidr <range>', help.networkRange)
    .option('--description <text>', help.description)
    .option('--json', json)
    .action((name: string, { cidr, description, ...options }: NetworkFlags) =>
      run(options, (session) => createNetwork(session, { name, cidr, description })),
    );
  network
    .command('edit')
    .description(help.editNetwork)
    .argument('<network>', help.oneNetwork)
    .option('--name <name>', help.otherName)
    .option('--cidr <range>', help.networkRange)
    .option('--description <text>', help.description)
    .option('--json', json)
    .action((word: string, { name, cidr, description, ...options }: NetworkFlags) =>
      run(options, (session) => editNetwork(session, word, { name, cidr, description })),
    );
  network
    .command('delete')
    .description(help.deleteNetwork)
    .argument('<networks...>', help.networks)
    .option('--yes', yes)
    .option('--json', json)
    .action((words: readonly string[], options: JsonFlag & { yes?: true }) =>
      run(options, (session) => deleteNetworks(session, words, options.yes === true)),
    );
  addSubnetCommands(program, messages, run);
}

interface SubnetFlags extends JsonFlag {
  readonly name?: string;
  readonly description?: string;
  readonly dns: readonly string[];
  readonly ipv6?: true;
}

interface NewSubnetFlags extends SubnetFlags {
  readonly network: string;
  readonly cidr: string;
  readonly gateway?: string;
}

function addSubnetCommands(program: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.network;
  const { json, yes } = messages.help;
  const dns = () => repeated<string>('--dns <address>', help.dns, (text, before) => [...before, text]);
  const subnet = program.command('subnet').description(help.subnet).helpCommand(false);
  subnet
    .command('list')
    .description(help.listSubnets)
    .option('--network <network>', help.within)
    .option('--json', json)
    .action(({ network, ...options }: JsonFlag & { network?: string }) =>
      run(options, (session) => listSubnets(session, network)),
    );
  subnet
    .command('create')
    .description(help.createSubnet)
    .argument('<name>', help.newName)
    .requiredOption('--network <network>', help.within)
    .requiredOption('--cidr <range>', help.subnetRange)
    .option('--gateway <address>', help.gateway)
    .addOption(dns())
    .option('--ipv6', help.ipv6)
    .option('--description <text>', help.description)
    .option('--json', json)
    .action((name: string, { json: asJson, ...fields }: NewSubnetFlags) =>
      run({ json: asJson }, (session) => createSubnet(session, { ...fields, name })),
    );
  subnet
    .command('edit')
    .description(help.editSubnet)
    .argument('<subnet>', help.oneSubnet)
    .option('--name <name>', help.otherName)
    .addOption(dns())
    .option('--ipv6', help.ipv6)
    .option('--description <text>', help.description)
    .option('--json', json)
    .action((word: string, { json: asJson, ...fields }: SubnetFlags) =>
      run({ json: asJson }, (session) => editSubnet(session, word, fields)),
    );
  subnet
    .command('delete')
    .description(help.deleteSubnet)
    .argument('<subnets...>', help.subnets)
    .option('--yes', yes)
    .option('--json', json)
    .action((words: readonly string[], options: JsonFlag & { yes?: true }) =>
      run(options, (session) => deleteSubnets(session, words, options.yes === true)),
    );
}
