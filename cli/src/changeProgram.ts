import type { Command } from 'commander';
import { repeated } from './commandLine/repeated.js';
import { changeNetworks, maintainDesktops, resizeDesktops, tellDesktops } from './commands/changeDesktops.js';
import { moveDesktops } from './commands/moveDesktops.js';
import { rebuildDesktops } from './commands/rebuildDesktops.js';
import type { Messages } from './messages/en.js';
import type { RunCommand } from './session.js';
import { addWaiting, type WaitOptions, waiting } from './waitOptions.js';

const asGiven = (text: string, before: readonly string[]): readonly string[] => [...before, text];

/** `resize`, `rebuild`, `network`, `maintain`, `move` and `tell`, among the commands of `deskplane desktop`. */
export function addChangeCommands(desktop: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.change;
  const { desktopsArgument } = messages.desktop.help;
  const resize = desktop
    .command('resize')
    .description(help.resize)
    .argument('<desktops...>', desktopsArgument)
    .requiredOption('--product <id>', help.product);
  addWaiting(resize, messages).action(
    (words: readonly string[], options: WaitOptions & { readonly product: string }) =>
      run(options, (session) =>
        resizeDesktops(session, words, { product: options.product, ...waiting(options) }),
      ),
  );
  const rebuild = desktop
    .command('rebuild')
    .description(messages.rebuild.help.rebuild)
    .argument('<desktops...>', desktopsArgument)
    .requiredOption('--image <image>', messages.rebuild.help.image)
    .option('--yes', messages.help.yes);
  addWaiting(rebuild, messages).action(
    (words: readonly string[], options: WaitOptions & { readonly image: string; readonly yes?: true }) =>
      run(options, (session) =>
        rebuildDesktops(session, words, {
          image: options.image,
          yes: options.yes === true,
          ...waiting(options),
        }),
      ),
  );
  const network = desktop
    .command('network')
    .description(help.network)
    .argument('<desktops...>', desktopsArgument)
    .option('--subnet <subnet>', help.subnet)
    .option('--address <ip>', help.address)
    .addOption(repeated('--security-group <group...>', help.securityGroup, asGiven));
  addWaiting(network, messages).action(
    (
      words: readonly string[],
      options: WaitOptions & {
        readonly subnet?: string;
        readonly address?: string;
        readonly securityGroup: readonly string[];
      },
    ) =>
      run(options, (session) =>
        changeNetworks(session, words, {
          subnet: options.subnet,
          address: options.address,
          securityGroups: options.securityGroup,
          ...waiting(options),
        }),
      ),
  );
  desktop
    .command('maintain')
    .description(help.maintain)
    .argument('<desktops...>', desktopsArgument)
    .option('--off', help.off)
    .option('--json', messages.help.json)
    .action((words: readonly string[], options: { readonly json?: true; readonly off?: true }) =>
      run(options, (session) => maintainDesktops(session, words, { off: options.off === true })),
    );
  desktop
    .command('move')
    .description(help.move)
    .argument('<desktops...>', desktopsArgument)
    .requiredOption('--enterprise-project <project>', help.enterpriseProject)
    .option('--json', messages.help.json)
    .action(
      (words: readonly string[], options: { readonly json?: true; readonly enterpriseProject: string }) =>
        run(options, (session) => moveDesktops(session, words, options.enterpriseProject)),
    );
  const tell = desktop
    .command('tell')
    .description(help.tell)
    .argument('<desktops...>', desktopsArgument)
    .requiredOption('--message <text>', help.message);
  addWaiting(tell, messages).action(
    (words: readonly string[], options: WaitOptions & { readonly message: string }) =>
      run(options, (session) =>
        tellDesktops(session, words, { message: options.message, ...waiting(options) }),
      ),
  );
}
