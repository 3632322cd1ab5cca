import type { Command } from 'commander';
import { getReceipt, showLogHead, showSigningKeys } from './commands/getReceipt.js';
import { rotateKey } from './commands/rotateKey.js';
import { verifyFile } from './commands/verifyFile.js';
import type { ExitCode } from './failure.js';
import type { RunCommand } from './session.js';
import type { Terminal } from './terminal.js';

/**
 * `deskplane receipt …`.
 * @param end takes what a command that needs no service ends with
 */
export function addReceiptCommands(
  program: Command,
  terminal: Terminal,
  run: RunCommand,
  end: (exitCode: ExitCode) => void,
): void {
  const { help: common, receipt: words } = terminal.messages;
  const { help } = words;
  const receipt = program.command('receipt').description(help.receipt).helpCommand(false);
  receipt
    .command('get')
    .description(help.get)
    .argument('<desktop>', help.desktopArgument)
    .option('--head <file>', help.getHead)
    .option('--json', common.alwaysJson)
    .action((word: string, options: { head?: string }) =>
      run({}, (session) => getReceipt(session, word, options.head)),
    );
  receipt
    .command('verify')
    .description(help.verify)
    .argument('<file>', help.fileArgument)
    .option('--keys <file>', help.keysFile)
    .option('--head <file>', help.verifyHead)
    .option('--json', common.json)
    .action(async (path: string, options: { keys?: string; head?: string; json?: true }) => {
      const { keys, head } = options;
      end(await verifyFile(terminal, 'receipt', path, { keys, head, json: options.json === true }));
    });
  receipt
    .command('head')
    .description(help.head)
    .option('--json', common.alwaysJson)
    .action(() => run({}, showLogHead));
  receipt
    .command('keys')
    .description(help.keys)
    .option('--json', common.alwaysJson)
    .action(() => run({}, showSigningKeys));
  receipt
    .command('rotate-key')
    .description(help.rotateKey)
    .option('--yes', common.yes)
    .option('--json', common.json)
    .action((options: { yes?: true; json?: true }) =>
      run(options, (session) => rotateKey(session, { yes: options.yes === true })),
    );
}
