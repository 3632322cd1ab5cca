import { type Command, Option } from 'commander';
import { createSnapshots, diskTypes } from './commands/createSnapshots.js';
import { getRestoreReceipt } from './commands/getRestoreReceipt.js';
import { restoreSnapshots } from './commands/restoreSnapshots.js';
import { deleteSnapshots, listSnapshots } from './commands/snapshots.js';
import type { Messages } from './messages/en.js';
import type { RunCommand } from './session.js';
import { addWaiting, type WaitOptions, waiting } from './waitOptions.js';

interface CreateOptions extends WaitOptions {
  readonly of: keyof typeof diskTypes;
  readonly name?: string;
  readonly description?: string;
}

interface ReceiptOptions {
  readonly snapshot?: string;
  readonly desktop?: string;
  readonly head?: string;
  readonly output?: string;
}

/** `deskplane snapshot …`. */
export function addSnapshotCommands(program: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.snapshot;
  const snapshot = program.command('snapshot').description(help.snapshot).helpCommand(false);
  snapshot
    .command('list')
    .description(help.list)
    .option('--desktop <desktop>', help.desktop)
    .option('--json', messages.help.json)
    .action((options: { json?: true; desktop?: string }) =>
      run(options, (session) => listSnapshots(session, options.desktop)),
    );
  const create = snapshot
    .command('create')
    .description(help.create)
    .argument('<desktops...>', messages.desktop.help.desktopsArgument)
    .addOption(new Option('--of <disks>', help.of).choices(Object.keys(diskTypes)).default('all'))
    .option('--name <name>', help.name)
    .option('--description <text>', help.description);
  addWaiting(create, messages).action((words: readonly string[], options: CreateOptions) =>
    run(options, (session) => {
      const { of, name, description } = options;
      return createSnapshots(session, words, { of, name, description, ...waiting(options) });
    }),
  );
  const restore = snapshot
    .command('restore')
    .description(help.restore)
    .argument('<snapshots...>', help.snapshots)
    .option('--yes', messages.help.yes);
  addWaiting(restore, messages).action((words: readonly string[], options: WaitOptions & { yes?: true }) =>
    run(options, (session) =>
      restoreSnapshots(session, words, { yes: options.yes === true, ...waiting(options) }),
    ),
  );
  snapshot
    .command('receipt')
    .description(help.receipt)
    .argument('<job>', help.receiptJob)
    .option('--snapshot <snapshot>', help.receiptSnapshot)
    .option('--desktop <id>', help.receiptDesktop)
    .option('--head <file>', messages.receipt.help.getHead)
    .option('--output <file>', help.receiptOutput)
    .option('--json', messages.help.alwaysJson)
    .action((job: string, options: ReceiptOptions) =>
      run({}, (session) => {
        const { snapshot: id, desktop, head, output } = options;
        return getRestoreReceipt(session, job, { snapshot: id, desktop, head, output });
      }),
    );
  const remove = snapshot
    .command('delete')
    .description(help.delete)
    .argument('<snapshots...>', help.snapshots)
    .option('--yes', messages.help.yes);
  addWaiting(remove, messages).action((words: readonly string[], options: WaitOptions & { yes?: true }) =>
    run(options, (session) =>
      deleteSnapshots(session, words, { yes: options.yes === true, ...waiting(options) }),
    ),
  );
}
