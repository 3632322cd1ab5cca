import type { Command } from 'commander';
import { addAttachCommands } from './attachProgram.js';
import { addChangeCommands } from './changeProgram.js';
import { repeated } from './commandLine/repeated.js';
import { createDesktops } from './commands/createDesktops.js';
import { deleteDesktops } from './commands/deleteDesktops.js';
import { showDesktopList } from './commands/listDesktops.js';
import { openScreen } from './commands/openScreen.js';
import { renameDesktop } from './commands/renameDesktop.js';
import { showDesktop } from './commands/showDesktop.js';
import { switchPower } from './commands/switchPower.js';
import { addProtectionCommands } from './deletionProgram.js';
import { addDiskCommands } from './diskProgram.js';
import type { Messages } from './messages/en.js';
import { parseNumber, parseSize, parseTag } from './optionValues.js';
import type { RunCommand } from './session.js';
import { addWaiting, type WaitOptions, waiting } from './waitOptions.js';

interface Tag {
  readonly key: string;
  readonly value: string;
}

/** `deskplane desktop …`. */
export function addDesktopCommands(program: Command, messages: Messages, run: RunCommand): void {
  const desktop = program.command('desktop').description(messages.desktop.help.desktop).helpCommand(false);
  addCreate(desktop, messages, run);
  addLooks(desktop, messages, run);
  addOpen(desktop, messages, run);
  addDelete(desktop, messages, run);
  addDiskCommands(desktop, messages, run);
  addPower(desktop, messages, run);
  addProtectionCommands(desktop, messages, run);
  addRename(desktop, messages, run);
  addChangeCommands(desktop, messages, run);
  addAttachCommands(desktop, messages, run);
}

function addRename(desktop: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.desktop;
  desktop
    .command('rename')
    .description(help.rename)
    .argument('<desktop>', help.desktopArgument)
    .argument('<name>', help.newName)
    .option('--json', messages.help.json)
    .action((word: string, name: string, options: { json?: true }) =>
      run(options, (session) => renameDesktop(session, word, name)),
    );
}

function addCreate(desktop: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.desktop;
  const command = desktop
    .command('create')
    .description(help.create)
    .option('--name <name>', help.name)
    .option('--name-policy <name-policy>', help.namePolicy)
    .option('--user <name>', help.user)
    .option('--email <address>', help.email)
    .option('--product <id>', help.product)
    .option('--image <id>', help.image)
    .option('--system-disk <gb>', help.systemDisk, (text) => parseSize(text, messages))
    .addOption(
      repeated('--disk <gb...>', help.disk, (text, sizes: readonly number[]) => [
        ...sizes,
        parseSize(text, messages),
      ]),
    )
    .option('--subnet <subnet>', help.subnet)
    .addOption(
      repeated('--security-group <group...>', help.securityGroup, (text, groups: readonly string[]) => [
        ...groups,
        text,
      ]),
    )
    .option('--count <number>', help.count, (text) => parseNumber(text, [1, 100], messages), 1)
    .addOption(
      repeated('--tag <key=value...>', help.tag, (text, tags: readonly Tag[]) => [
        ...tags,
        parseTag(text, messages),
      ]),
    );
  addWaiting(command, messages).action(
    (
      options: WaitOptions & {
        name?: string;
        namePolicy?: string;
        user?: string;
        email?: string;
        product?: string;
        image?: string;
        systemDisk?: number;
        disk: readonly number[];
        subnet?: string;
        securityGroup: readonly string[];
        count: number;
        tag: readonly Tag[];
      },
    ) =>
      run(options, (session) =>
        createDesktops(session, {
          name: options.name,
          namePolicy: options.namePolicy,
          user: options.user,
          email: options.email,
          product: options.product,
          image: options.image,
          systemDisk: options.systemDisk,
          disks: options.disk,
          subnet: options.subnet,
          securityGroups: options.securityGroup,
          count: options.count,
          tags: options.tag,
          ...waiting(options),
        }),
      ),
  );
}

function addLooks(desktop: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.desktop;
  desktop
    .command('list')
    .description(help.list)
    .option('--json', messages.help.json)
    .action((options: { json?: true }) => run(options, showDesktopList));
  desktop
    .command('show')
    .description(help.show)
    .argument('<desktop>', help.desktopArgument)
    .option('--json', messages.help.json)
    .action((word: string, options: { json?: true }) =>
      run(options, (session) => showDesktop(session, word)),
    );
}

function addOpen(desktop: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.desktop;
  desktop
    .command('open')
    .description(help.open)
    .argument('<desktop>', help.desktopArgument)
    .option('--json', messages.help.json)
    .action((word: string, options: { json?: true }) =>
      run(options, (session) => openScreen(session, word, session.terminal.isGraphical)),
    );
}

function addDelete(desktop: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.desktop;
  const command = desktop
    .command('delete')
    .description(help.delete)
    .argument('<desktops...>', help.desktopsArgument)
    .option('--delete-users', help.deleteUsers)
    .option('--no-email', help.noEmail)
    .option('--force', help.force)
    .option('--yes', messages.help.yes);
  addWaiting(command, messages).action(
    (
      words: readonly string[],
      options: WaitOptions & { deleteUsers?: true; email: boolean; force?: true; yes?: true },
    ) =>
      run(options, (session) =>
        deleteDesktops(session, words, {
          deleteUsers: options.deleteUsers === true,
          email: options.email,
          force: options.force === true,
          yes: options.yes === true,
          ...waiting(options),
        }),
      ),
  );
}

function addPower(desktop: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.desktop;
  const verbs = [
    ['start', 'os-start', help.start],
    ['stop', 'os-stop', help.stop],
    ['reboot', 'reboot', help.reboot],
    ['hibernate', 'os-hibernate', help.hibernate],
    ['wake', 'os-start', help.wake],
  ] as const;
  for (const [verb, operation, description] of verbs) {
    const command = desktop
      .command(verb)
      .description(description)
      .argument('<desktops...>', help.desktopsArgument);
    if (verb !== 'hibernate' && verb !== 'wake') command.option('--hard', help.hard);
    addWaiting(command, messages).action((words: readonly string[], options: WaitOptions & { hard?: true }) =>
      run(options, (session) =>
        switchPower(session, words, { verb, operation, hard: options.hard === true, ...waiting(options) }),
      ),
    );
  }
}
