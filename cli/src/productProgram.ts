import type { Command } from 'commander';
import { showProducts } from './commands/products.js';
import type { Messages } from './messages/en.js';
import type { RunCommand } from './session.js';

/** `deskplane product …`. */
export function addProductCommands(program: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.product;
  const product = program.command('product').description(help.product).helpCommand(false);
  product
    .command('list')
    .description(help.list)
    .option('--json', messages.help.json)
    .action((options: { readonly json?: true }) => run(options, showProducts));
}
