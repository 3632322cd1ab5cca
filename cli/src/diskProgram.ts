import { type Command, Option } from 'commander';
import { repeated } from './commandLine/repeated.js';
import { addDisks, expandDisk, setDiskSpeed } from './commands/changeDisks.js';
import { deleteDisks } from './commands/deleteDisks.js';
import { diskTypes, usualDiskType } from './messages/disk.js';
import type { Messages } from './messages/en.js';
import { parseNumber, parseSize } from './optionValues.js';
import type { RunCommand } from './session.js';
import { addWaiting, type WaitOptions, waiting } from './waitOptions.js';

const most = 999_999_999;

/** `add-disk`, `expand-disk`, `disk-speed` and `delete-disk`, among the commands of `deskplane desktop`. */
export function addDiskCommands(desktop: Command, messages: Messages, run: RunCommand): void {
  addAdd(desktop, messages, run);
  addExpand(desktop, messages, run);
  addSpeed(desktop, messages, run);
  addDelete(desktop, messages, run);
}

const speed = (text: string, messages: Messages): number => parseNumber(text, [1, most], messages);

function addAdd(desktop: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.disk;
  const command = desktop
    .command('add-disk')
    .description(help.add)
    .argument('<desktops...>', messages.desktop.help.desktopsArgument)
    .addOption(
      repeated('--size <gb...>', help.sizes, (text, sizes: readonly number[]) => [
        ...sizes,
        parseSize(text, messages),
      ]).makeOptionMandatory(),
    )
    .addOption(new Option('--type <type>', help.type).choices(diskTypes).default(usualDiskType))
    .option('--iops <number>', help.iops, (text) => speed(text, messages))
    .option('--throughput <mib>', help.throughput, (text) => speed(text, messages));
  addWaiting(command, messages).action(
    (
      words: readonly string[],
      options: WaitOptions & {
        readonly size: readonly number[];
        readonly type: string;
        readonly iops?: number;
        readonly throughput?: number;
      },
    ) =>
      run(options, (session) =>
        addDisks(session, words, {
          sizes: options.size,
          type: options.type,
          iops: options.iops,
          throughput: options.throughput,
          ...waiting(options),
        }),
      ),
  );
}

function addExpand(desktop: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.disk;
  const command = desktop
    .command('expand-disk')
    .description(help.expand)
    .argument('<desktop>', messages.desktop.help.desktopArgument)
    .argument('<disk>', help.oneDisk)
    .requiredOption('--size <gb>', help.newSize, (text) => parseSize(text, messages));
  addWaiting(command, messages).action(
    (word: string, disk: string, options: WaitOptions & { readonly size: number }) =>
      run(options, (session) => expandDisk(session, word, disk, { size: options.size, ...waiting(options) })),
  );
}

function addSpeed(desktop: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.disk;
  const command = desktop
    .command('disk-speed')
    .description(help.speed)
    .argument('<desktop>', messages.desktop.help.desktopArgument)
    .argument('<disks...>', help.disks)
    .requiredOption('--iops <number>', help.newIops, (text) => speed(text, messages))
    .requiredOption('--throughput <mib>', help.newThroughput, (text) => speed(text, messages));
  addWaiting(command, messages).action(
    (
      word: string,
      disks: readonly string[],
      options: WaitOptions & { readonly iops: number; readonly throughput: number },
    ) =>
      run(options, (session) =>
        setDiskSpeed(session, word, disks, {
          iops: options.iops,
          throughput: options.throughput,
          ...waiting(options),
        }),
      ),
  );
}

function addDelete(desktop: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.disk;
  const command = desktop
    .command('delete-disk')
    .description(help.delete)
    .argument('<desktop>', messages.desktop.help.desktopArgument)
    .argument('<disks...>', help.disks)
    .option('--yes', messages.help.yes);
  addWaiting(command, messages).action(
    (word: string, disks: readonly string[], options: WaitOptions & { yes?: true }) =>
      run(options, (session) =>
        deleteDisks(session, word, disks, { yes: options.yes === true, ...waiting(options) }),
      ),
  );
}
