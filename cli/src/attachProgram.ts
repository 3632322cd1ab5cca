import type { Command } from 'commander';
import { repeated } from './commandLine/repeated.js';
import { attachDesktop, detachDesktops } from './commands/attachDesktops.js';
import { tagDesktops } from './commands/tagDesktops.js';
import type { Messages } from './messages/en.js';
import { parseTag } from './optionValues.js';
import type { RunCommand } from './session.js';

interface Tag {
  readonly key: string;
  readonly value: string;
}

const asGiven = (text: string, before: readonly string[]): readonly string[] => [...before, text];

/** `attach`, `detach` and `tag`, among the commands of `deskplane desktop`. */
export function addAttachCommands(desktop: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.attach;
  const { desktopArgument, desktopsArgument } = messages.desktop.help;
  const { json } = messages.help;
  desktop
    .command('attach')
    .description(help.attach)
    .argument('<desktop>', desktopArgument)
    .argument('[who...]', help.users)
    .addOption(repeated('--group <name...>', help.groups, asGiven))
    .option('--email <address>', help.email)
    .option('--administrator', help.administrator)
    .option('--json', json)
    .action(
      (
        word: string,
        users: readonly string[],
        options: {
          readonly json?: true;
          readonly group: readonly string[];
          readonly email?: string;
          readonly administrator?: true;
        },
      ) =>
        run(options, (session) =>
          attachDesktop(session, word, {
            users,
            groups: options.group,
            email: options.email,
            administrator: options.administrator === true,
          }),
        ),
    );
  desktop
    .command('detach')
    .description(help.detach)
    .argument('<desktops...>', desktopsArgument)
    .addOption(repeated('--user <name...>', help.user, asGiven))
    .addOption(repeated('--group <name...>', help.onlyGroup, asGiven))
    .option('--stop', help.stop)
    .option('--json', json)
    .action(
      (
        words: readonly string[],
        options: {
          readonly json?: true;
          readonly user: readonly string[];
          readonly group: readonly string[];
          readonly stop?: true;
        },
      ) =>
        run(options, (session) =>
          detachDesktops(session, words, {
            users: options.user,
            groups: options.group,
            stop: options.stop === true,
          }),
        ),
    );
  const parse = (text: string, tags: readonly Tag[]): readonly Tag[] => [...tags, parseTag(text, messages)];
  desktop
    .command('tag')
    .description(help.tag)
    .argument('<desktops...>', desktopsArgument)
    .addOption(repeated('--add <key=value...>', help.add, parse))
    .addOption(repeated('--remove <key...>', help.remove, asGiven))
    .option('--json', json)
    .action(
      (
        words: readonly string[],
        options: { readonly json?: true; readonly add: readonly Tag[]; readonly remove: readonly string[] },
      ) =>
        run(options, (session) => tagDesktops(session, words, { add: options.add, remove: options.remove })),
    );
}
